"""A small sound pack as files, and packs built from it with one thing changed."""

from datetime import date
from pathlib import Path

from customhouse.reference.pack import Pack, load_pack, write_manifest

LAW_AS_OF = date(2026, 11, 24)

SOUND: dict[str, str] = {
    "SOURCES.md": """\
# Sources

| key | document |
|---|---|
| `T` | The treaty |
| L | A list |
""",
    "agreements.csv": """\
agreement_id,title,exporters,importers,scope,valid_from,valid_to,notes,confidence,source
oecd,A decision,OECD,DEU;FRA,recovery,2001-06-14,2030-01-01,,known,T
""",
    "amendment_acceptances.csv": """\
iso3,decision,valid_from,notes,confidence,source
DEU,SC-4/15,2012-02-07,,source,T
""",
    "annex_vii.csv": "iso3,basis,valid_from,notes,confidence,source\nDEU,EU,2019-12-05,,known,T\n",
    "articles.csv": """\
product,substance_id,hs_hint,era,note,confidence,source
treated wood,ddt,4403,before 1990,,known,T
""",
    "ban_amendment.csv": """\
iso3,status,valid_from,notes,confidence,source
DEU,bound,2019-12-05,,source,T
""",
    "class_rules.json": '{"classes": [{"substance_id": "hcb"}]}\n',
    "contacts.csv": """\
iso3,convention,role,name,address,email,phone,languages,valid_from,valid_to,notes,confidence,source
DEU,stockholm,focal_point,An authority,,,,de;en,2020-01-01,,,known,T
""",
    "countries.csv": """\
iso2,iso3,name,groups,notes,confidence,source
DE,DEU,Germany,EU;OECD,,known,L
FR,FRA,France,EU;OECD,,known,L
""",
    "country_names.csv": "iso3,name,lang,confidence,source\nDEU,Allemagne,fr,known,L\n",
    "exemptions.csv": """\
substance_id,annex,use,kind,production_or_use,expires,notes,confidence,source
ddt,B,disease vector control,acceptable_purpose,use,,,source,T
""",
    "export_bans.csv": """\
iso3,scope,codes,not_to,provision,valid_from,valid_to,notes,confidence,source
DEU,hazardous,,OECD,stockholm:art-6-1,2021-01-01,,,known,T
""",
    "formulations.csv": """\
substance_id,form,min_strength,strength_unit,comparison,component,component_cas,notes,confidence,source
ddt,DP,1.5,%,>=,ddt,50-29-3,,source,T
""",
    "generic_terms.csv": "term,lang,kind,confidence,source\nscrap,en,waste,known,T\n",
    "glossary.csv": "term,lang,meaning,see,confidence,source\nlayer,en,a sheet,,known,T\n",
    "hs_correlation.csv": """\
from_edition,from_code,to_edition,to_code,relation,notes,confidence,source
2017,290392,2022,290392,same,,known,T
2017,3915,2022,3915,same,,known,T
""",
    "hs_hints.csv": """\
hs_edition,hs_code,title,ref_kind,ref_id,specificity,mirror_or_escape_codes,notes,confidence,source
2022,290392,DDT and others,substance,ddt,group,290399,,known,L
2022,3915,Plastic waste,waste_code,Y48,group,,,known,L
""",
    "identifiers.csv": """\
substance_id,scheme,value,specificity,notes,confidence,source
ddt,CAS,50-29-3,exact,,source,T
ddt,EC,200-024-3,exact,,source,T
ddt,UN,2761,group,,source,T
ddt,HS2022,290392,group,,source,T
ddt,InChIKey,YVGGHNCTFXOJCH-UHFFFAOYSA-N,exact,,source,T
ddt,SMILES,Clc1ccc(cc1)C(c1ccc(Cl)cc1)C(Cl)(Cl)Cl,exact,,source,T
hcb,SMARTS,c1(Cl)c(Cl)c(Cl)c(Cl)c(Cl)c1Cl,exact,,source,T
hcb,CAS,118-74-1,exact,,source,T
""",
    "import_bans.csv": """\
iso3,scope,codes,except_from,only_for,condition,valid_from,valid_to,notes,confidence,source
FRA,plastics,Y48,oecd,,,2021-01-01,,,known,T
""",
    "import_responses.csv": """\
iso3,substance_id,decision,conditions,valid_from,notes,confidence,source
FRA,ddt,no_consent,,2005-06-12,,source,T
""",
    "national_definitions.csv": """\
iso3,ref,role,measure,provision,condition,valid_from,valid_to,notes,confidence,source
DEU,ddt,import,prohibited,stockholm:art-3-1,,2020-01-01,,,known,T
""",
    "near_misses.csv": """\
name,scheme,value,resembles,reason,notes,confidence,source
dicofol,CAS,115-32-2,ddt,another chemical,,known,T
""",
    "opt_in.csv": "iso3,valid_from,notes,confidence,source\nDEU,2004-05-17,,source,T\n",
    "parties.csv": """\
iso3,name,convention,status,entry_into_force,notes,confidence,source
DEU,Germany,stockholm,party,2004-05-17,,source,T
FRA,France,stockholm,party,2004-05-17,,source,T
""",
    "procedure.json": """\
[
  {
    "id": "STO-01",
    "convention": "stockholm",
    "provision": "stockholm:art-3-2-a-ii",
    "applies_when": "import",
    "requires": "an exemption",
    "missing_data": "ask",
    "outcome": "refuse",
    "source": "T",
    "confidence": "source"
  },
  {
    "id": "STO-02",
    "convention": "stockholm",
    "provision": "stockholm:annex-b",
    "applies_when": "use of DDT",
    "requires": "disease vector control",
    "missing_data": "ask",
    "outcome": "hold",
    "source": "T",
    "confidence": "source"
  }
]
""",
    "substances.csv": """\
substance_id,convention,annex,category,name,entry_scope,condition,decision,adopted_on,\
in_force_from,valid_to,notes,confidence,source
ddt,stockholm,B,pesticide,DDT,,,original,2001-05-22,2004-05-17,,,source,T
hcb,stockholm,A;C,pesticide;industrial,Hexachlorobenzene,,,SC-4/15,2009-05-08,2010-08-26,,,source,T
""",
    "synonyms.csv": """\
substance_id,name,lang,kind,strength,notes,confidence,source
ddt,clofenotane,en,common,strong,,known,L
Y48,plastic scrap,en,waste,weak,,known,L
""",
    "thresholds.csv": """\
substance_id,convention,kind,value,unit,basis,valid_from,notes,confidence,source
ddt,basel,low_pop_content,50,mg/kg,guidelines,2019-05-10,,source,T
""",
    "waste_codes.csv": """\
code,list,title,summary,control,mirror_codes,valid_from,valid_to,notes,confidence,source
Y48,II,Plastic waste,,other_waste,B3011,2021-01-01,,,source,T
B3011,IX,Plastic waste for recycling,,green,Y48,2021-01-01,,,source,T
""",
}
"""Every table of a pack, small and without a fault."""


def write_files(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write files, the sound pack's by default, into a new folder."""
    folder.mkdir(parents=True)
    for name, text in (SOUND if files is None else files).items():
        (folder / name).write_bytes(text.encode())
    return folder


def sound_folder(folder: Path) -> Path:
    """The sound pack with its manifest."""
    write_manifest(write_files(folder), "2026.1", LAW_AS_OF)
    return folder


def changed(folder: Path, file: str, old: str, new: str) -> Pack:
    """The sound pack with one piece of one file replaced before its manifest was built."""
    assert SOUND[file].count(old) == 1, f"{old!r} must occur once in {file}"
    write_files(folder, SOUND | {file: SOUND[file].replace(old, new)})
    write_manifest(folder, "2026.1", LAW_AS_OF)
    return load_pack(folder)

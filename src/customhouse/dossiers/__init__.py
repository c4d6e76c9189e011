"""All that the packs hold on one thing, as of a day."""

"""Pages of questions to others: asked, answered by an account or a guest, and screened again."""

from customhouse.web.referrals import answering, asking, guest, questions, rescreening

HANDLERS = [
    *asking.HANDLERS,
    *questions.HANDLERS,
    *answering.HANDLERS,
    *guest.HANDLERS,
    *rescreening.HANDLERS,
]

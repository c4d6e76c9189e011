"""Pages of signing in, and of one's own account."""

from customhouse.web.accounts import account, code, oidc, password, second_factor

HANDLERS = [
    *account.HANDLERS,
    *code.HANDLERS,
    *oidc.HANDLERS,
    *password.HANDLERS,
    *second_factor.HANDLERS,
]

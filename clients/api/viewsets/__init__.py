"""The operations about clients, one module a noun. A coach sees the practice, a client sees themselves."""

"""Phones in browsers: a credential for one page at a time, whether the phone is well, how a call sounded."""

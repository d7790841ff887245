"""The link to Asterisk over AMI. The only place that says panoramisk; no panoramisk type leaves it."""

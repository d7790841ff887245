"""What happened on the phone system: the floor (now, over AMI) and
the record (Asterisk's own files), two paths that never mix."""

"""The floor: calls, queues, seats and trunks as they are now, from AMI facts alone.

Pure but for `watch`, which feeds it; lossy while the link is down and rebuilt at every log-in.
"""

"""What the audit trail keeps of files of customers."""

from callcenter.identity.audit import AuditTag


class TransferTag(AuditTag):
    FILE_UPLOADED = "customer:import:uploaded"
    RUN_ASKED = "customer:import:asked"
    RUN_ENDED = "customer:import:ended"
    FILE_REMOVED = "customer:import:removed"
    EXPORT_ASKED = "customer:export:asked"
    EXPORT_FETCHED = "customer:export:fetched"

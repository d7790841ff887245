"""How an action over the link ends badly, and how a link does."""

from callcenter.kit.errors import Refused, Unavailable


class LinkLost(Unavailable):
    """The action was not sent, or nobody knows whether it was carried out.

    The link never sends it again: only whoever asked can tell whether doing it twice, or minutes late, hurts.
    """

    def __init__(self) -> None:
        super().__init__(
            zh="与电话系统的链路已断开,操作未确认,请稍后核对再试",
            en="The link to the phone system is down; the action was not confirmed. Check, then try again",
        )


class AnswerLate(Unavailable):
    """No answer before the deadline; the link itself may be fine."""

    def __init__(self, action: str) -> None:
        super().__init__(
            zh=f"电话系统没有及时回应({action}),请稍后核对再试",
            en=f"The phone system did not answer in time ({action}). Check, then try again",
        )
        self.action = action


class TooManyInFlight(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            zh="发往电话系统的操作过多,请稍后再试",
            en="Too many actions wait for the phone system. Try again later",
        )


class ActionRefused(Refused):
    """Asterisk answered `Error`; `reason` is its own sentence, to compare with, not to show to people."""

    def __init__(self, action: str, reason: str) -> None:
        super().__init__(
            zh=f"电话系统拒绝了该操作({action})",
            en=f"The phone system refused the action ({action})",
        )
        self.action = action
        self.reason = reason


class ActionNotSendable(ValueError):
    """A programming or input error of ours: nothing was sent."""


class LoginRefused(Exception):
    """The user or its secret is wrong: trying again soon would only flood the security log."""


class FramingBroken(Exception):
    """What arrives is not AMI, or more of it than anything sane sends: the connection is given up."""

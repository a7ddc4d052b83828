"""Messages that could not be acknowledged must not keep a worker from taking others.

When the broker goes away, a worker that has all the messages it may hold can't acknowledge any, and
Celery only logs so. They stay counted, the worker asks for no other message, so that it never
notices that its connection is broken, and waits for ever. Here they are counted no longer; the
broker gives them out again later, which does no harm.
"""

from celery import Task
from celery.worker.request import Request
from kombu.transport.virtual import QoS


class ForgetfulRequest(Request):
    """A task at a worker, whose message is let go of even where the broker does not hear of it."""

    def acknowledge(self) -> None:
        """Tell the broker that it is done."""
        super().acknowledge()
        self._let_go()

    def reject(self, requeue: bool = False) -> None:  # noqa: FBT001, FBT002  as Celery has it
        """Tell the broker that it is not."""
        super().reject(requeue)
        self._let_go()

    def _let_go(self) -> None:
        if not self.message.acknowledged:
            QoS.ack(self.message.channel.qos, self.message.delivery_tag)


class ForgetfulTask(Task):
    """What every task of ours is."""

    Request = ForgetfulRequest

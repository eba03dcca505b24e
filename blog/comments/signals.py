"""What other rooms may want to hear about comments."""

from django.dispatch import Signal

# Sent after the commit, whenever what readers see of a thread has changed. Gives: thread_id.
conversation_changed = Signal()

# Sent after the commit, whenever what moderators have taught the filter may have changed.
lessons_due = Signal()

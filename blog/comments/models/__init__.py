"""Threads, comments, the decisions on them, and who may be trusted."""

from blog.comments.models.canned_reply import CannedReply
from blog.comments.models.comment import ReaderComment
from blog.comments.models.commenter import CommenterTrust, Subscription, Token
from blog.comments.models.decision import Decision
from blog.comments.models.learning import Lesson, LessonDue, SpamFilter, TokenCount
from blog.comments.models.mail import MailJob, MailRefusal, NoticeChoice
from blog.comments.models.rule import CommentRule
from blog.comments.models.settings import CommentSettings
from blog.comments.models.thread import CommentThread

__all__ = [
    "CannedReply",
    "CommentRule",
    "CommentSettings",
    "CommentThread",
    "CommenterTrust",
    "Decision",
    "Lesson",
    "LessonDue",
    "MailJob",
    "MailRefusal",
    "NoticeChoice",
    "ReaderComment",
    "SpamFilter",
    "Subscription",
    "Token",
    "TokenCount",
]

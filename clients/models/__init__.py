"""Who trains, what they were assigned, what they logged, what was decided.

Nothing derived is stored, but for the review queue (docs/adr/0008): where a client stands, what counts for a gate and
what comes next is computed from the sessions and from what people confirmed.
"""

from clients.models.assignments import Assignment, AssignmentBatch, Policy, ScheduleChange, Swap
from clients.models.base import Side, TenantQuerySet, whole_between
from clients.models.clips import Attachment, AttachmentNote
from clients.models.comments import Comment
from clients.models.exports import DataExport, DataRestore
from clients.models.people import KG_PER_LB, BodyMass, Client, ClientNote, Invitation
from clients.models.phone import PhoneAction
from clients.models.proposals import Proposal
from clients.models.reminders import PushSubscription, Reminder, ReminderSetting
from clients.models.reviews import ReviewCard, ReviewDecision
from clients.models.sessions import Session, SessionItem, Target, TechniqueMark
from clients.models.sets import SetLog, SetRevision
from clients.models.transfers import SetImport

__all__ = [
    "KG_PER_LB",
    "Assignment",
    "AssignmentBatch",
    "Attachment",
    "AttachmentNote",
    "BodyMass",
    "Client",
    "ClientNote",
    "Comment",
    "DataExport",
    "DataRestore",
    "Invitation",
    "PhoneAction",
    "Policy",
    "Proposal",
    "PushSubscription",
    "Reminder",
    "ReminderSetting",
    "ReviewCard",
    "ReviewDecision",
    "ScheduleChange",
    "Session",
    "SessionItem",
    "SetImport",
    "SetLog",
    "SetRevision",
    "Side",
    "Swap",
    "Target",
    "TechniqueMark",
    "TenantQuerySet",
    "whole_between",
]

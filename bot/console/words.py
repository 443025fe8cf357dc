"""Chinese names of what the console shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpdesk.models import AppointmentStatus, Role, Sender, Tier
from knowledge_base.review_list import Cause
from knowledge_base.states import State, Step

CHANNELS = {"web": "网页", "kiosk": "触摸屏", "telegram": "Telegram", "api": "接口"}
SENDERS = {Sender.CITIZEN: "群众", Sender.BOT: "智能助手", Sender.ADVISER: "顾问", Sender.SYSTEM: "系统"}
ROLES = {Role.ADVISER: "顾问", Role.ADMIN: "管理员"}
STATES = {State.DRAFT: "草稿", State.IN_REVIEW: "待审核", State.PUBLISHED: "已发布", State.RETIRED: "已下架"}
APPOINTMENT_STATES = {
    AppointmentStatus.BOOKED: "已约", AppointmentStatus.ARRIVED: "已到", AppointmentStatus.DONE: "已办完",
    AppointmentStatus.NO_SHOW: "没有来", AppointmentStatus.CANCELLED: "已取消",
}  # fmt: skip
STEPS = {
    Step.IMPORTED: "导入", Step.SAVED: "存草稿", Step.SUBMITTED: "送审", Step.SENT_BACK: "退回", Step.APPROVED: "发布",
    Step.ROLLED_BACK: "恢复旧版", Step.RETIRED: "下架",
}  # fmt: skip
CAUSES = {
    Cause.OVERDUE: "过了复核日期", Cause.LAW_AMENDED: "法律修改过", Cause.LAW_ABOUT_TO_CHANGE: "法律要改了",
    Cause.AMOUNT_WITHOUT_LAW: "数字没有出处",
}  # fmt: skip
SERVICES = {
    "legal-aid": "法律援助", "notary": "公证", "mediation": "人民调解", "forensic": "司法鉴定", "lawyer": "律师",
    "grassroots": "基层法律服务", "arbitration": "仲裁", "community-corrections": "社区矫正", "aftercare": "安置帮教",
    "legal-education": "法治宣传", "consultation": "法律咨询",
}  # fmt: skip
TIERS = {Tier.CITY: "市", Tier.COUNTY: "县（市、区）", Tier.TOWNSHIP: "乡镇（街道）", Tier.VILLAGE: "村（社区）"}


def waited(since: datetime, now: datetime) -> str:
    """How long somebody has waited: 不到 1 分钟, 12 分钟, 3 小时 5 分, 2 天."""
    minutes = max(now - since, timedelta()) // timedelta(minutes=1)
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f"{minutes} 分钟"
    if minutes < 24 * 60:
        return f"{minutes // 60} 小时 {minutes % 60} 分"
    return f"{minutes // (24 * 60)} 天"


def day_and_time(moment: datetime) -> str:
    """2026年12月7日 10:00."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


def said_at(moment: datetime, now: datetime) -> str:
    """When a message was said: 14:05, or 11月23日 14:05 on another day."""
    clock = f"{moment:%H:%M}"
    return clock if moment.date() == now.date() else f"{moment.month}月{moment.day}日 {clock}"

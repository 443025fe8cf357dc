"""账号: who may sign in at the console."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import confirm
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import ROLES
from helpdesk.advisers import MIN_PASSWORD, add_adviser, list_advisers, set_active, set_password, set_skills
from helpdesk.errors import Refused
from helpdesk.models import Adviser, Role, Skills
from helpdesk.routing import DIALECTS
from knowledge_base.topics import TOPICS


def add_accounts_page(console: Console) -> None:
    """Serve the page at /console/accounts."""
    add_page(console, "/accounts", "账号", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/accounts")
    with ui.element("main").classes("sheet"):
        await _Accounts(visit).build()


class _Accounts:
    """The list of accounts, and a form for a new one."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    async def build(self) -> None:
        with ui.element("h1"):
            ui.label("账号")
        self._list = ui.element("div").classes("accounts")
        with ui.element("h2"):
            ui.label("新增账号")
        with ui.element("div").classes("tools new-account"):
            self._login = ui.input("登录名").props('outlined hint="小写字母、数字" autocomplete=off')
            self._name = ui.input("姓名").props('outlined hint="群众看得到"')
            roles = {role.value: name for role, name in ROLES.items()}
            self._role = ui.select(roles, label="身份", value=Role.ADVISER.value).props("outlined")
            self._password = _password_field("密码")
            ui.button("新增", on_click=self._add).props("unelevated")
        await self._show()

    async def _show(self) -> None:
        accounts = await self._visit.run(list_advisers, self._visit.desk.db)
        self._list.clear()
        with self._list:
            for account in accounts:
                self._row(account)

    def _row(self, account: Adviser) -> None:
        with ui.element("article").classes("account" + ("" if account.active else " off")):
            with ui.element("div").classes("account-name"):
                ui.label(account.name)
                ui.label(account.login).classes("soft")
            ui.label(ROLES[account.role]).classes("tag")
            if words := _skill_words(self._visit, account):
                ui.label(words).classes("soft")
            ui.label("能登录" if account.active else "已停用").classes("soft state")
            with ui.element("div").classes("buttons"):
                ui.button("熟悉什么", on_click=lambda: self._skills(account)).props("flat dense")
                ui.button("重设密码", on_click=lambda: self._reset(account)).props("flat dense")
                if account.login != self._visit.me.login:
                    words = "停用" if account.active else "启用"
                    ui.button(words, on_click=lambda: self._switch(account)).props("outline dense")

    async def _add(self) -> None:
        with told():
            login, name = str(self._login.value or "").strip(), str(self._name.value or "")
            arguments = (login, name, Role(self._role.value), str(self._password.value or ""))
            await self._visit.run(add_adviser, self._visit.desk.db, *arguments)
            for field in (self._login, self._name, self._password):
                field.set_value("")
            await self._show()
            ui.notify(f"账号 {login} 可以登录了", type="positive", position="top")

    async def _skills(self, account: Adviser) -> None:
        desk = self._visit.desk
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(f"{account.name} 熟悉什么").classes("ask-question")
            ui.label("排队的人里，合适的会先给他看；急事和等久了的不受影响。").classes("soft")
            topics = ui.select(dict(TOPICS), multiple=True, label="哪类事", value=list(account.skills.specialities))
            counties = {place.code: place.name for place in desk.directory.children(None)}
            known = [code for code in account.skills.places if code in counties]
            places = ui.select(counties, multiple=True, label="负责哪里", value=known)
            dialects = ui.select(list(DIALECTS), multiple=True, label="会说", value=list(account.skills.dialects))
            for field in (topics, places, dialects):
                field.props("outlined use-chips")
            with ui.element("div").classes("buttons"):
                ui.button("先不", on_click=lambda: dialog.submit(None)).props("flat")
                ui.button("保存", on_click=lambda: dialog.submit((topics.value, places.value, dialects.value))).props(
                    "unelevated"
                )
        answer = await dialog
        dialog.delete()
        if answer is not None:
            with told():
                skills = Skills(*(tuple(part) for part in answer))
                await self._visit.run(set_skills, desk.db, account.login, skills)
                await self._show()

    async def _switch(self, account: Adviser) -> None:
        explanation = "停用以后不能登录，已经打开的页面也用不了；正在接待的群众请先结束。"
        if account.active and not await confirm(f"停用 {account.name} 的账号？", explanation, "停用"):
            return
        with told():
            if account.login == self._visit.me.login:
                raise Refused("不能停用自己的账号")
            await self._visit.run(set_active, self._visit.desk.db, account.login, not account.active)
            await self._show()

    async def _reset(self, account: Adviser) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(f"给 {account.name} 设新密码").classes("ask-question")
            password = _password_field("新密码")
            with ui.element("div").classes("buttons"):
                ui.button("先不", on_click=lambda: dialog.submit(None)).props("flat")
                ui.button("保存", on_click=lambda: dialog.submit(password.value)).props("unelevated")
        written = await dialog
        dialog.delete()
        if written is not None:
            with told():
                await self._visit.run(set_password, self._visit.desk.db, account.login, written)
                ui.notify("新密码可以用了", type="positive", position="top")


def _skill_words(visit: Visit, account: Adviser) -> str:
    skills, counties = account.skills, {place.code: place.name for place in visit.desk.directory.children(None)}
    places = [counties[code] for code in skills.places if code in counties]
    return "、".join((*(TOPICS.get(topic, topic) for topic in skills.specialities), *places, *skills.dialects))


def _password_field(label: str) -> ui.input:
    field = ui.input(label, password=True, password_toggle_button=True)
    return field.props(f'outlined hint="至少 {MIN_PASSWORD} 个字符" autocomplete=new-password')

"""A real browser on a running installation. All of these tests run in one process, which starts both once."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from demo.organisation import ORGANISATION
from tests import machine, servers
from tests.browser import hosts
from tests.browser.installation import SIGN_IN, Installation, free_port, running
from tests.browser.people import sign_in

HERE = Path(__file__).parent
DESK, PHONE = 1280, 320
HEIGHTS = {DESK: 900, PHONE: 640}
NO_BROWSER = "no chromium on this machine: install it, or name a browser with TEST_BROWSER"

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests together in one process; skip them where there is no browser, but never in CI."""
    here = [item for item in items if HERE in item.path.parents]
    lacking = bool(here) and not os.environ.get("CI") and not machine.ready()
    for item in here:
        item.add_marker(pytest.mark.xdist_group("browser"))
        if lacking:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not machine.browser():
        pytest.fail(NO_BROWSER)
    return {
        "executable_path": machine.browser(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def host_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def installation(
    postgresql_server: str,
    postgresql_template: str,
    host_port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    name = "browser"
    url = servers.create_database(postgresql_server, name, postgresql_template)
    folder = tmp_path_factory.mktemp("installation")
    with (
        servers.queue_server() as queue_url,
        running(
            database_url=url, queue_url=queue_url, folder=folder, host_origin=f"http://localhost:{host_port}"
        ) as started,
    ):
        yield started
    servers.drop_database(postgresql_server, name)


@pytest.fixture(scope="session")
def host_site(installation: Installation, host_port: int) -> Iterator[int]:
    """Serve somebody else's site; returns its port. Only its name "localhost" may show the window."""
    said = {"product": installation.url, "key": installation.window_key, "helpful": installation.helpful_key}
    with hosts.serving(host_port, said):
        yield host_port


@pytest.fixture(scope="session")
def signed_in(browser: Browser, installation: Installation) -> Any:
    """Sign in once; returns what the browser then keeps."""
    return _state_of(browser, installation, SIGN_IN)


@pytest.fixture(scope="session")
def staff(browser: Browser, installation: Installation) -> Callable[[str], Any]:
    """Add a member of staff with a role, once for all modules; returns what their browser keeps, signed in."""
    states: dict[str, Any] = {}

    def state_of(role: str) -> Any:
        address = f"{role}@demo.invalid"
        if role not in states:
            options = ("--name", role.title(), "--organisation", ORGANISATION.key, "--role", role)
            installation.command("user", "add", address, *options, "--password", installation.password)
            states[role] = _state_of(browser, installation, address)
        return states[role]

    return state_of


def _state_of(browser: Browser, installation: Installation, address: str) -> Any:
    context = browser.new_context(base_url=installation.url, locale="en-GB")
    sign_in(context.new_page(), address, installation.password)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(browser: Browser, installation: Installation, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page in a browser of its own, and fail at the end if a script or a part of the page did."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(width: int = DESK, *, staff: bool = False, watched: bool = True, **more: Any) -> Page:
        settings = {
            "base_url": installation.url,
            "locale": "en-GB",
            "viewport": {"width": width, "height": HEIGHTS[width]},
            "reduced_motion": "reduce",
        }
        if staff:
            settings["storage_state"] = request.getfixturevalue("signed_in")
        context = browser.new_context(**(settings | more))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if watched:
            _watch(page, faults)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _watch(page: Page, faults: list[str]) -> None:
    def console(message: ConsoleMessage) -> None:
        # A page that says what is wrong has a status of 400 or more; the browser notes that, and it is no fault.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            faults.append(f"{page.url}: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 500 or (answer.status >= 400 and answer.request.resource_type != "document"):
            faults.append(f"{answer.url}: {answer.status}")

    page.on("console", console)
    page.on("response", response)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))

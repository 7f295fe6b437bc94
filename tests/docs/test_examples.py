"""Every example of the documentation runs, and prints what the page shows."""

from __future__ import annotations

import pytest
from tools import doc_outputs

PAGES = {str(page.relative_to(doc_outputs.ROOT)): page for page in doc_outputs.pages()}
#: Pages whose rehearsals take half a minute.
LONG = (
    "docs/learn/how-many-people.md",
    "docs/learn/plan-a-trial.md",
    "docs/learn/tutorial.md",
)
PAGE = """\
```python
x = 1 + 1
print(x)
print("more")
```

<!-- first 1 lines -->
```text
{shown}
[…]
```

```console
limen --version
make demo
```
"""


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=pytest.mark.long if one in LONG else ()) for one in PAGES]
)
def test_examples_print_what_the_page_shows(name, request, tmp_path, monkeypatch):
    page = PAGES[name]
    session = doc_outputs.Session(page, tmp_path)
    for example in doc_outputs.examples(page.read_text(encoding="utf-8")):
        if example.needs_data:
            folder = request.getfixturevalue("self_blinding_folder")
            monkeypatch.setenv("LIMEN_DATA_DIR", str(folder.parent))
        printed = session.run(example)
        if example.shown is not None:
            assert printed == example.shown, (
                f"{name}, line {example.line}: run `python -m tools.doc_outputs`, read the change"
            )


@pytest.fixture
def page(tmp_path):
    def write(text):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_is_shown_is_replaced_by_what_is_printed(page, tmp_path):
    assert doc_outputs.filled(page(PAGE.format(shown="3")), tmp_path) == PAGE.format(shown="2")


def test_examples_of_a_page_share_their_names(page, tmp_path):
    text = "```python\nx = 5\n```\n\nThen:\n\n```python\nprint(x)\n```\n\n```text\n```\n"
    assert "```text\n5\n```" in doc_outputs.filled(page(text), tmp_path)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("```python\n1 / 0\n```\n", "ZeroDivisionError"),
        ("```python\nprint(1)\n```\n", "add a ```text block"),
        ("```console\nlimen protocol check nowhere.yaml\n```\n", "nowhere.yaml` ended with 2"),
    ],
)
def test_an_example_that_fails_is_told(page, tmp_path, code, complaint):
    with pytest.raises(doc_outputs.ExampleError, match=complaint):
        doc_outputs.filled(page(code), tmp_path)


def test_only_examples_after_the_mark_need_the_data():
    text = f"```python\nx = 1\n```\n\n{doc_outputs.NEEDS}\n\n```python\ny = 2\n```\n"
    assert [example.needs_data for example in doc_outputs.examples(text)] == [False, True]

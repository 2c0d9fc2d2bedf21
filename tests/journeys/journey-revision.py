#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new revision from a planned row, a head put behind another one, and two heads that become one: all read by Alembic."""
from stage import PrivateServer, Stage, alembic, expect, play

SECOND_HEAD = '''from alembic import op
revision = "015b"
down_revision = "014"


def upgrade():
    op.execute("ALTER TABLE cad_files ADD COLUMN note text")


def downgrade():
    op.execute("ALTER TABLE cad_files DROP COLUMN note")
'''


def planned_and_merged(stage: Stage) -> None:
    project = stage.copy_practice()
    versions = project / "migrations" / "versions"
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        with stage.open(str(project)) as window:
            window.wait("list item:016 Role hierarchy for users, planned")
            window.click("list item:016 Role hierarchy for users, planned")
            window.wait("label:~Planned as 016, priority: high")
            window.key("ctrl+n")
            window.wait("label:016_role_hierarchy_for_users.py")
            window.click("push button:Write File")
            window.wait("list item:~016 Role hierarchy for users")
            window.gone("list item:016 Role hierarchy for users, planned")
            expect("016 (head)" in alembic(project, url, "heads"), "Alembic sees another head")

            # Two people at once: one goes behind the other, and is numbered so.
            (versions / "015b_note.py").write_text(SECOND_HEAD)
            window.click("list item:~015b")
            window.key("ctrl+k")
            window.type("renumber")
            window.key("Return")
            window.wait("label:017_note.py")
            window.click("push button:Write File")
            window.wait("list item:~017")
            expect(not (versions / "015b_note.py").exists(), "the file with the old number is still there")
            expect(alembic(project, url, "heads").split() == ["017", "(head)"], "it is not behind the other one")

            # Or they are joined.
            (versions / "016b_note.py").write_text(SECOND_HEAD.replace("015b", "016b").replace("014", "016").replace("note", "remark"))
            window.wait("list item:~016b")
            window.key("ctrl+k")
            window.type("merge")
            window.key("Return")
            window.wait("label:~touches cad_files")
            window.wait("label:018_merge_heads.py")
            window.click("push button:Write File")
            window.wait("list item:~018 merge heads")
            expect(alembic(project, url, "heads").split() == ["018", "(head)"], "there are still two heads")
            alembic(project, url, "upgrade", "head")
            alembic(project, url, "downgrade", "014")


play(planned_and_merged)

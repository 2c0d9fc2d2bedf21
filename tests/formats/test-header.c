/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revision headers in every form that Python allows for a constant. */
#include "formats/alembic/header.h"

static RetortRevision *
read_header (const char *path, const char *text, GPtrArray *notes, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new (path, text, -1);

  return retort_alembic_header_read (source, notes, error);
}

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    const char *id;
    const char *down; /* joined by a blank */
    const char *labels;
    const char *depends_on;
  } cases[] = {
    { "revision = 'a1'\ndown_revision = None\n", "a1", "", "", "" },
    { "revision: str = \"a1\"\ndown_revision: Union[str, None] = 'b'\n", "a1", "b", "", "" },
    { "revision = u'a1' # id\ndown_revision = ('b',\n  'c',)\nbranch_labels = ('x',)\ndepends_on = ['y', 'z']\n", "a1", "b c", "x", "y z" },
    { "base = 'b'\nrevision = 'a' '1'\ndown_revision = (base)\n", "a1", "b", "", "" },
    { "revision = 'a1'\ndown_revision = base = 'b'\ndepends_on = None\n", "a1", "b", "", "" },
    { "revision = 'a 1'\ndown_revision = ()\nbranch_labels = {'x'}\n", "a 1", "", "x", "" },
    { "revision = 'a1'\ndown_revision = ''\n", "a1", "", "", "" },
    { "revision = 'no'\ndown_revision = 'b'\nrevision = 'a1'\n", "a1", "b", "", "" },
    { "revision = '059'\ndown_revision = 'x', 'y'\n", "059", "x y", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortRevision) revision = read_header ("x.py", cases[i].text, NULL, &error);
      g_autofree char *down = NULL;
      g_autofree char *labels = NULL;
      g_autofree char *depends_on = NULL;

      g_assert_no_error (error);
      down = g_strjoinv (" ", (char **) retort_revision_get_down (revision));
      labels = g_strjoinv (" ", (char **) retort_revision_get_labels (revision));
      depends_on = g_strjoinv (" ", (char **) retort_revision_get_depends_on (revision));
      g_assert_cmpstr (retort_revision_get_id (revision), ==, cases[i].id);
      g_assert_cmpstr (down, ==, cases[i].down);
      g_assert_cmpstr (labels, ==, cases[i].labels);
      g_assert_cmpstr (depends_on, ==, cases[i].depends_on);
    }
}

static void
test_docstring_and_functions (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRevision) revision =
    read_header ("x.py",
                 "\"\"\"Add a thing\nin two lines\n\nRevision ID: a1\nCreate Date: 2026-03-11 18:59:47.123456\n\"\"\"\n"
                 "revision = 'a1'\ndown_revision = None\n\ndef upgrade() -> None:\n    pass\n\n@x\ndef downgrade():\n    pass\n",
                 NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (retort_revision_get_title (revision), ==, "Add a thing\nin two lines");
  g_assert_cmpstr (retort_revision_get_created (revision), ==, "2026-03-11T18:59:47");
  g_assert_true (retort_revision_has_direction (revision, RETORT_DIRECTION_UPGRADE));
  g_assert_true (retort_revision_has_direction (revision, RETORT_DIRECTION_DOWNGRADE));
  g_assert_cmpuint (retort_source_position_at (retort_revision_get_source (revision),
                                               retort_revision_get_id_span (revision).start).line, ==, 7);
}

static void
test_create_dates (void)
{
  static const struct
  {
    const char *written;
    const char *read;
  } cases[] = {
    { "2016-05-01", "2016-05-01" },
    { "2016-05-01 10:11:12", "2016-05-01T10:11:12" },
    { "2016-05-01T10:11", "2016-05-01T10:11:00" },
    { "2016-05-01 10:11:12.5+02:00", "2016-05-01T10:11:12+02:00" },
    { "2026-02-xx xx:xx:xx.xxxxxx", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("'''x\n\nCreate Date: %s\n'''\nrevision = 'a'\ndown_revision = None\n", cases[i].written);
      g_autoptr(RetortRevision) revision = read_header ("x.py", text, NULL, NULL);

      g_assert_cmpstr (retort_revision_get_created (revision), ==, cases[i].read);
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *path;
    const char *text;
    const char *message; /* a part of it */
  } cases[] = {
    { "helper.py", "x = 1\n", "line 1: the file does not say 'revision'" },
    { "x.py", "down_revision = None\nrevision = make()\n", "'revision' is not a constant text" },
    { "x.py", "if y:\n    revision = 'a'\ndown_revision = None\n", "'revision' is not a constant text" },
    { "x.py", "revision = 'a'\n", "the file does not say 'down_revision'" },
    { "x.py", "revision = 'a'\ndown_revision = 'b' + x\n", "line 2: 'down_revision' is not a constant" },
    { "x.py", "revision = ''\ndown_revision = None\n", "'revision' is empty" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortRevision) revision = read_header (cases[i].path, cases[i].text, NULL, &error);

      g_assert_null (revision);
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("'%s' does not hold '%s'", error->message, cases[i].message);
    }
}

static void
test_legacy_name (void)
{
  g_autoptr(RetortRevision) revision = read_header ("/x/1f2e.py", "down_revision = None\n", NULL, NULL);

  g_assert_cmpstr (retort_revision_get_id (revision), ==, "1f2e");
}

static void
test_notes (void)
{
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  g_autoptr(RetortRevision) revision =
    read_header ("x.py", "revision = 'a'\ndown_revision = None\nbranch_labels = (cli.EXPAND,)\n\ndef upgrade(:\n    pass\n", notes, NULL);

  g_assert_nonnull (revision);
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_cmpuint (((RetortProjectNote *) g_ptr_array_index (notes, 0))->position.line, ==, 3);
  g_assert_cmpuint (((RetortProjectNote *) g_ptr_array_index (notes, 1))->position.line, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/header/forms", test_forms);
  g_test_add_func ("/formats/header/docstring-and-functions", test_docstring_and_functions);
  g_test_add_func ("/formats/header/create-dates", test_create_dates);
  g_test_add_func ("/formats/header/refusals", test_refusals);
  g_test_add_func ("/formats/header/legacy-name", test_legacy_name);
  g_test_add_func ("/formats/header/notes", test_notes);
  return g_test_run ();
}

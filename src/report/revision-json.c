/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/revision-json.h"

#include "report/json-private.h"

static JsonArray *
array_of_texts (GPtrArray *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (texts, i));
  return array;
}

/**
 * retort_json_of_ids:
 * @revisions: (element-type RetortRevision): revisions
 *
 * Returns: (transfer full): their ids
 */
JsonArray *
retort_json_of_ids (GPtrArray *revisions)
{
  JsonArray *array = NULL;

  g_return_val_if_fail (revisions != NULL, NULL);

  array = json_array_new ();
  for (guint i = 0; i < revisions->len; i++)
    json_array_add_string_element (array, retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return array;
}

/**
 * retort_json_of_revision:
 * @marks: what is said of the revisions
 * @revision: one of them
 * @lane: where it is drawn, from 0
 *
 * Returns: (transfer full): it as in `history`
 */
JsonObject *
retort_json_of_revision (const RetortRevisionMarks *marks, RetortRevision *revision, guint lane)
{
  JsonObject *object = NULL;
  g_autoptr(GPtrArray) labels = NULL;

  g_return_val_if_fail (marks != NULL && revision != NULL, NULL);

  labels = retort_revision_marks_list_labels (marks, revision);
  object = json_object_new ();
  json_object_set_string_member (object, "id", retort_revision_get_id (revision));
  retort_json_set_words (object, "down", retort_revision_get_down (revision));
  retort_json_set_words (object, "depends_on", retort_revision_get_depends_on (revision));
  json_object_set_array_member (object, "labels", array_of_texts (labels));
  json_object_set_string_member (object, "title", retort_revision_get_title (revision));
  retort_json_set_text (object, "file", retort_revision_get_path (revision));
  retort_json_set_text (object, "created", retort_revision_get_created (revision));
  json_object_set_boolean_member (object, "head", retort_revision_marks_is_head (marks, revision));
  json_object_set_boolean_member (object, "branchpoint", retort_revision_marks_is_branchpoint (marks, revision));
  json_object_set_boolean_member (object, "mergepoint", retort_revision_is_merge (revision));
  json_object_set_int_member (object, "lane", lane);
  retort_json_set_text (object, "state", retort_revision_marks_get_state (marks, retort_revision_get_id (revision)));
  return object;
}

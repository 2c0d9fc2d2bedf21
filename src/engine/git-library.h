/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of libgit2 that are called, and its start, once a process. Nothing is linked with libgit2 (base/library.h): a name of it stands
 * for its place in a table, which retort_git_library_start() fills. */
#pragma once

#include <git2.h>
#include <glib.h>

G_BEGIN_DECLS

#define RETORT_GIT_FUNCTIONS(X) \
  X (git_blob_free) \
  X (git_blob_lookup) \
  X (git_blob_rawcontent) \
  X (git_blob_rawsize) \
  X (git_buf_dispose) \
  X (git_commit_author) \
  X (git_commit_free) \
  X (git_commit_id) \
  X (git_commit_lookup) \
  X (git_commit_parent) \
  X (git_commit_parent_id) \
  X (git_commit_parentcount) \
  X (git_commit_summary) \
  X (git_commit_time) \
  X (git_commit_tree) \
  X (git_diff_buffers) \
  X (git_error_last) \
  X (git_filter_list_apply_to_buffer) \
  X (git_filter_list_free) \
  X (git_filter_list_load) \
  X (git_graph_descendant_of) \
  X (git_libgit2_init) \
  X (git_merge_base) \
  X (git_object_free) \
  X (git_object_id) \
  X (git_object_peel) \
  X (git_odb_hash) \
  X (git_oid_equal) \
  X (git_oid_tostr) \
  X (git_reference_free) \
  X (git_reference_iterator_free) \
  X (git_reference_iterator_new) \
  X (git_reference_lookup) \
  X (git_reference_name) \
  X (git_reference_name_to_id) \
  X (git_reference_next) \
  X (git_reference_peel) \
  X (git_reference_shorthand) \
  X (git_reference_symbolic_target) \
  X (git_repository_free) \
  X (git_repository_is_shallow) \
  X (git_repository_open_ext) \
  X (git_repository_workdir) \
  X (git_revparse_single) \
  X (git_revwalk_free) \
  X (git_revwalk_new) \
  X (git_revwalk_next) \
  X (git_revwalk_push_glob) \
  X (git_revwalk_push_head) \
  X (git_revwalk_sorting) \
  X (git_tree_entry_byid) \
  X (git_tree_entry_byindex) \
  X (git_tree_entry_bypath) \
  X (git_tree_entry_filemode) \
  X (git_tree_entry_free) \
  X (git_tree_entry_id) \
  X (git_tree_entry_name) \
  X (git_tree_entry_type) \
  X (git_tree_entrycount) \
  X (git_tree_free) \
  X (git_tree_id) \
  X (git_tree_lookup) \
  X (git_tree_walk)

/* In the order of their names. */
typedef struct
{
#define X(name) __typeof__ (&name) name;
  RETORT_GIT_FUNCTIONS (X)
#undef X
} RetortGitLibrary;

extern RetortGitLibrary retort_git;

gboolean retort_git_library_start (GError **error);

#define git_blob_free retort_git.git_blob_free
#define git_blob_lookup retort_git.git_blob_lookup
#define git_blob_rawcontent retort_git.git_blob_rawcontent
#define git_blob_rawsize retort_git.git_blob_rawsize
#define git_buf_dispose retort_git.git_buf_dispose
#define git_commit_author retort_git.git_commit_author
#define git_commit_free retort_git.git_commit_free
#define git_commit_id retort_git.git_commit_id
#define git_commit_lookup retort_git.git_commit_lookup
#define git_commit_parent retort_git.git_commit_parent
#define git_commit_parent_id retort_git.git_commit_parent_id
#define git_commit_parentcount retort_git.git_commit_parentcount
#define git_commit_summary retort_git.git_commit_summary
#define git_commit_time retort_git.git_commit_time
#define git_commit_tree retort_git.git_commit_tree
#define git_diff_buffers retort_git.git_diff_buffers
#define git_error_last retort_git.git_error_last
#define git_filter_list_apply_to_buffer retort_git.git_filter_list_apply_to_buffer
#define git_filter_list_free retort_git.git_filter_list_free
#define git_filter_list_load retort_git.git_filter_list_load
#define git_graph_descendant_of retort_git.git_graph_descendant_of
#define git_libgit2_init retort_git.git_libgit2_init
#define git_merge_base retort_git.git_merge_base
#define git_object_free retort_git.git_object_free
#define git_object_id retort_git.git_object_id
#define git_object_peel retort_git.git_object_peel
#define git_odb_hash retort_git.git_odb_hash
#define git_oid_equal retort_git.git_oid_equal
#define git_oid_tostr retort_git.git_oid_tostr
#define git_reference_free retort_git.git_reference_free
#define git_reference_iterator_free retort_git.git_reference_iterator_free
#define git_reference_iterator_new retort_git.git_reference_iterator_new
#define git_reference_lookup retort_git.git_reference_lookup
#define git_reference_name retort_git.git_reference_name
#define git_reference_name_to_id retort_git.git_reference_name_to_id
#define git_reference_next retort_git.git_reference_next
#define git_reference_peel retort_git.git_reference_peel
#define git_reference_shorthand retort_git.git_reference_shorthand
#define git_reference_symbolic_target retort_git.git_reference_symbolic_target
#define git_repository_free retort_git.git_repository_free
#define git_repository_is_shallow retort_git.git_repository_is_shallow
#define git_repository_open_ext retort_git.git_repository_open_ext
#define git_repository_workdir retort_git.git_repository_workdir
#define git_revparse_single retort_git.git_revparse_single
#define git_revwalk_free retort_git.git_revwalk_free
#define git_revwalk_new retort_git.git_revwalk_new
#define git_revwalk_next retort_git.git_revwalk_next
#define git_revwalk_push_glob retort_git.git_revwalk_push_glob
#define git_revwalk_push_head retort_git.git_revwalk_push_head
#define git_revwalk_sorting retort_git.git_revwalk_sorting
#define git_tree_entry_byid retort_git.git_tree_entry_byid
#define git_tree_entry_byindex retort_git.git_tree_entry_byindex
#define git_tree_entry_bypath retort_git.git_tree_entry_bypath
#define git_tree_entry_filemode retort_git.git_tree_entry_filemode
#define git_tree_entry_free retort_git.git_tree_entry_free
#define git_tree_entry_id retort_git.git_tree_entry_id
#define git_tree_entry_name retort_git.git_tree_entry_name
#define git_tree_entry_type retort_git.git_tree_entry_type
#define git_tree_entrycount retort_git.git_tree_entrycount
#define git_tree_free retort_git.git_tree_free
#define git_tree_id retort_git.git_tree_id
#define git_tree_lookup retort_git.git_tree_lookup
#define git_tree_walk retort_git.git_tree_walk

G_END_DECLS

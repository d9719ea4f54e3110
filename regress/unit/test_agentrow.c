/* SPDX-License-Identifier: ISC */
/* test_agentrow: rows of the agent view at every width: nothing past its edge, the age
 * at it, links on pull requests, cuts between characters; and what time changes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "client/agentrow.h"
#include "client/filter.h"
#include "client/list.h"
#include "client/model.h"
#include "client/theme.h"
#include "sessions.h"
#include "term/intern.h"
#include "term/row.h"
#include "tty/frame.h"

#define NOW 1000000000

static const char *const some[] = {
	"{'id':'00000001','name':'power-up design','state':'blocked','pid':1,"
	"'message':'double jump or wall climb?','startedAt':999940000}",
	"{'id':'00000002','name':'漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字','state':"
	"'working','pid':2,'message':'漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字',"
	"'progress':40,'tags':['ui','web'],'items':{'done':2,'total':5},"
	"'startedAt':913600000}",
	"{'id':'00000003','name':'jump','state':'done','summary':'done it',"
	"'prs':['https://github.com/o/r/pull/2048'],'startedAt':996400000,"
	"'endedAt':999999000}",
	"{'id':'00000004','name':'','state':'failed','reason':'exit status 3'}",
	NULL
};

struct stage {
	struct intern *in;
	struct theme *theme;
	struct model *m;
	struct list *l;
	struct frame *f;
};

static void
begin_with(struct stage *s, unsigned cols, const char *const *sessions)
{
	struct jv *v = answer(sessions);

	setenv("LC_ALL", "C.UTF-8", 1);
	s->in = intern_create();
	s->theme = theme_create(s->in, true);
	s->m = model_create(NULL, NULL);
	s->l = list_create();
	s->f = frame_create(s->in, 24, cols);
	model_list(s->m, v);
	jv_free(v);
	list_layout(s->l, s->m, NULL, 24);
}

static void
begin(struct stage *s, unsigned cols)
{
	begin_with(s, cols, some);
}

static void
end(struct stage *s)
{
	frame_destroy(s->f);
	list_destroy(s->l);
	model_destroy(s->m);
	theme_destroy(s->theme);
	intern_destroy(s->in);
}

/* Draw all lines into columns [left, right). */
static void
draw(struct stage *s, unsigned left, unsigned right, const struct filter *f)
{
	struct agentrow r = { 0 };
	const struct list_line *line;
	size_t i;

	r.frame = s->f;
	r.theme = s->theme;
	r.model = s->m;
	r.filter = f;
	r.left = left;
	r.right = right;
	r.name_cols = agentrow_name_cols(s->l, right - left);
	r.now = NOW;
	frame_blank(s->f);
	for (i = 0; (line = list_at(s->l, i)) != NULL; i++)
		agentrow_draw(&r, (unsigned)i, line, i == 1);
}

/* The row that shows a session, as text; caller frees. */
static char *
row_of(struct stage *s, const char *id)
{
	const struct list_line *line;
	char *out = xcalloc(1, 4096), tmp[4];
	const char *text;
	unsigned col;
	size_t i, n;

	for (i = 0; (line = list_at(s->l, i)) != NULL; i++)
		if (line->entry != NULL && strcmp(line->entry->id, id) == 0)
			break;
	assert_non_null(line);
	for (col = 0; col < s->f->cols; col++) {
		uint32_t t = row_get(&s->f->row[i], col).text;

		if (t & CELL_TAIL)
			continue;
		text = intern_get_text(s->in, t & ~CELL_WIDE, tmp, &n);
		strncat(out, n == 0 ? " " : text, n == 0 ? 1 : n);
	}
	n = strlen(out);
	while (n > 0 && out[n - 1] == ' ')
		out[--n] = '\0';
	return out;
}

static void
has(struct stage *s, const char *id, const char *want)
{
	char *have = row_of(s, id);

	if (strcmp(have, want) != 0)
		fail_msg("'%s' is not '%s'", have, want);
	free(have);
}

static void
begins(struct stage *s, const char *id, const char *want)
{
	char *have = row_of(s, id);

	if (strncmp(have, want, strlen(want)) != 0)
		fail_msg("'%s' does not begin '%s'", have, want);
	free(have);
}

static void
test_rows(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, 80);
	draw(&s, 0, 80, NULL);
	has(&s, "00000001",
	    "❯ ✻ power-up design             double jump or wall climb?      "
	    "             1m");
	has(&s, "00000003",
	    "  ∙ jump                        done it                          "
	    "PR #2048   59m");
	has(&s, "00000004",
	    "  ∙ 00000004                    Failed · exit status 3       "
	    "                0s");
	end(&s);
}

/* At each width and place: no cell is touched outside, halves of wide characters
 * have their other half. */
static void
test_edges(void **state)
{
	struct filter *f = filter_parse("n:漢 o:字");
	struct stage s;
	unsigned left, width, row, col;
	struct cell cell, next;

	(void)state;
	begin(&s, 330);
	for (width = 1; width <= 320; width += width < 70 ? 1 : 25)
		for (left = 0; left <= 7; left += 7) {
			draw(&s, left, left + width, f);
			for (row = 0; row < 24; row++)
				for (col = 0; col < 330; col++) {
					cell = row_get(&s.f->row[row], col);
					next = row_get(&s.f->row[row], col + 1);
					if (cell.text & CELL_WIDE)
						assert_true(next.text &
						    CELL_TAIL);
					if (col >= left && col < left + width)
						continue;
					assert_int_equal(cell.text, 0);
				}
		}
	filter_free(f);
	end(&s);
}

static void
test_links(void **state)
{
	const struct style *style;
	struct stage s;
	unsigned row, col, links = 0;

	(void)state;
	begin(&s, 80);
	draw(&s, 0, 80, NULL);
	for (row = 0; row < 24; row++)
		for (col = 0; col < 80; col++) {
			style = intern_get_style(s.in,
			    row_get(&s.f->row[row], col).style);
			if (style->link == 0)
				continue;
			assert_string_equal(
			    intern_get_link(s.in, style->link, NULL),
			    "https://github.com/o/r/pull/2048");
			links++;
		}
	assert_int_equal(links, strlen("PR #2048"));
	end(&s);
}

/* What another session has started says so; of two of one name, the one that the
 * name does not mean has its id's begin. */
static void
test_apart(void **state)
{
	static const char *const sessions[] = {
		"{'id':'0000000a','name':'planner','state':'working','pid':1}",
		"{'id':'0000000b','name':'child','state':'working','pid':2,"
		"'parent':'0000000a'}",
		"{'id':'0000000c','name':'orphan','state':'working','pid':3,"
		"'parent':'00000fff'}",
		"{'id':'1234000d','name':'build','state':'working','exec':true,"
		"'pid':4,'startedAt':3}",
		"{'id':'5678000e','name':'build','state':'done','exec':true,"
		"'startedAt':1,'endedAt':2}",
		"{'id':'9abc000f','name':'test','state':'done','exec':true,"
		"'startedAt':2,'endedAt':3}",
		"{'id':'def00010','name':'test','state':'done','exec':true,"
		"'startedAt':1,'endedAt':2}",
		"{'id':'def10011','name':'agent','state':'done',"
		"'startedAt':1,'endedAt':2}",
		"{'id':'def20012','name':'agent','state':'working','pid':5}",
		NULL
	};
	struct stage s;
	char *row;

	(void)state;
	begin_with(&s, 120, sessions);
	draw(&s, 0, 80, NULL);
	begins(&s, "0000000b", "  ✽ ↳ child      ");
	begins(&s, "1234000d", "  ✽ build        ");
	begins(&s, "5678000e", "  ∙ build 5678   ");
	begins(&s, "9abc000f", "  ∙ test         ");
	begins(&s, "def00010", "  ∙ test def0    ");
	begins(&s, "def10011", "  ∙ agent        ");
	draw(&s, 0, 120, NULL);
	row = row_of(&s, "0000000b");
	assert_non_null(strstr(row, "from planner "));
	free(row);
	row = row_of(&s, "0000000c");
	assert_non_null(strstr(row, "↳ orphan "));
	assert_null(strstr(row, "from"));
	free(row);
	end(&s);
}

static void
test_time(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} ages[] = { { -5, "0s" }, { 59999, "59s" }, { 60000, "1m" },
		{ 3599999, "59m" }, { 3600000, "1h" }, { 86399999, "23h" },
		{ 86400000 * 400LL, "400d" } };
	struct stage s;
	char text[32];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(ages); i++) {
		agentrow_age(ages[i].ms, text, sizeof text);
		assert_string_equal(text, ages[i].text);
	}
	begin(&s, 80);
	/* A minute old: another one until it looks otherwise. */
	assert_int_equal(agentrow_ages_in(model_find(s.m, "00000001"), NOW),
	    60000);
	assert_int_equal(
	    agentrow_ages_in(model_find(s.m, "00000001"), NOW - 100), 100);
	/* It has ended. */
	assert_int_equal(agentrow_ages_in(model_find(s.m, "00000003"), NOW),
	    -1);
	assert_true(agentrow_moves(model_find(s.m, "00000002"), NOW));
	assert_false(agentrow_moves(model_find(s.m, "00000001"), NOW));
	end(&s);
}

/* Asleep between two runs: its sign, how often it ran, and the countdown in place
 * of the age; it does not move. */
static void
test_loop(void **state)
{
	static const char *const sessions[] = {
		"{'id':'0000000a','name':'watcher','state':'working','pid':1,"
		"'message':'looks for mail','loop':{'runs':12,'nextAt':"
		"1000240500},'startedAt':999000000}",
		"{'id':'0000000b','name':'late','state':'working','pid':1,"
		"'loop':{'runs':3,'nextAt':1000000000},'startedAt':999999000}",
		"{'id':'0000000d','name':'cron','state':'done','pid':1,"
		"'loop':{'runs':2,'asleep':true},'startedAt':999999000}",
		"{'id':'0000000c','name':'asks','state':'blocked','pid':1,"
		"'loop':{'nextAt':1000240000},'startedAt':999999000}",
		NULL
	};
	const struct entry *e;
	struct stage s;

	(void)state;
	begin_with(&s, 80, sessions);
	draw(&s, 0, 80, NULL);
	has(&s, "0000000a",
	    "  ✢ watcher       looks for mail              "
	    "                       ×12  in 4m");
	has(&s, "0000000b",
	    "  ✽ late                                      "
	    "                         ×3    1s");
	has(&s, "0000000c",
	    "❯ ✻ asks                                      "
	    "                               1s");
	has(&s, "0000000d",
	    "  ✢ cron                                      "
	    "                         ×2    1s");
	e = model_find(s.m, "0000000a");
	assert_false(agentrow_moves(e, NOW));
	assert_true(agentrow_moves(e, 1000240500));
	assert_int_equal(agentrow_ages_in(e, NOW), 501);
	assert_int_equal(agentrow_ages_in(e, NOW + 501), 60000);
	assert_int_equal(agentrow_ages_in(e, 1000240499), 2);
	assert_int_equal(agentrow_ages_in(e, 1000240500), 19500);
	end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

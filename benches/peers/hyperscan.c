/* Scans a file with Hyperscan in block mode, on one thread, and prints how many matches there were.
 * hyperscan PATTERNS FILE. A line of PATTERNS is /pattern/flags, # begins a comment; the flags are
 * i (caseless), s (the dot takes newlines too) and m (anchors fit lines). */
#include <fcntl.h>
#include <hs/hs.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATTERNS_MAX = 256, LINE_MAX_BYTES = 4096 };

/* Starts of matches are not asked for: that is the cheapest way to have every match counted. */
static int count_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                       void *matches) {
    (void)id, (void)from, (void)to, (void)flags;
    ++*(unsigned long long *)matches;
    return 0;
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static unsigned flags_of(const char *letters, const char *line) {
    unsigned flags = 0;
    for (; *letters != '\0'; letters++) {
        switch (*letters) {
        case 'i': flags |= HS_FLAG_CASELESS; break;
        case 's': flags |= HS_FLAG_DOTALL; break;
        case 'm': flags |= HS_FLAG_MULTILINE; break;
        default: fail(line, "the flags after the last slash are i, s and m");
        }
    }
    return flags;
}

static hs_database_t *compile(const char *path) {
    static char *patterns[PATTERNS_MAX];
    static unsigned flags[PATTERNS_MAX], ids[PATTERNS_MAX];
    unsigned count = 0;
    char line[LINE_MAX_BYTES];
    FILE *file = fopen(path, "r");
    if (file == NULL) fail(path, "cannot be read");
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#') continue;
        char *end = strrchr(line, '/');
        if (line[0] != '/' || end == line) fail(line, "a pattern stands between slashes");
        if (count == PATTERNS_MAX) fail(path, "more patterns than PATTERNS_MAX");
        flags[count] = flags_of(end + 1, line);
        *end = '\0';
        patterns[count] = strdup(line + 1);
        ids[count] = count;
        count++;
    }
    fclose(file);
    hs_database_t *database;
    hs_compile_error_t *error;
    if (hs_compile_multi((const char *const *)patterns, flags, ids, count, HS_MODE_BLOCK, NULL,
                         &database, &error) != HS_SUCCESS) {
        fail(error->expression < 0 ? path : patterns[error->expression], error->message);
    }
    return database;
}

int main(int count, char **words) {
    if (count == 2 && strcmp(words[1], "--version") == 0) {
        printf("hyperscan %s\n", hs_version());
        return 0;
    }
    if (count != 3) fail("usage", "hyperscan PATTERNS FILE");
    hs_database_t *database = compile(words[1]);
    hs_scratch_t *scratch = NULL;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) fail(words[1], "no scratch memory");
    int file = open(words[2], O_RDONLY);
    struct stat about;
    if (file < 0 || fstat(file, &about) != 0) fail(words[2], "cannot be read");
    if (about.st_size == 0) fail(words[2], "is empty");
    if (about.st_size > UINT_MAX) fail(words[2], "a block holds less than 4 GiB: take a shorter text");
    const char *text = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (text == MAP_FAILED) fail(words[2], "cannot be mapped");
    madvise((void *)text, (size_t)about.st_size, MADV_SEQUENTIAL);
    unsigned long long matches = 0;
    if (hs_scan(database, text, (unsigned)about.st_size, 0, scratch, count_match, &matches) !=
        HS_SUCCESS) {
        fail(words[2], "the scan broke off");
    }
    printf("%llu\n", matches);
    return 0;
}

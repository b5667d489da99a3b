/* Counts the newlines of a file with memchr: about as fast as one core can look at text at all.
 * Prints the count. newlines FILE */
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Fits the second cache of the processor. */
static char block[256 * 1024];

int main(int count, char **words) {
    if (count == 2 && strcmp(words[1], "--version") == 0) {
        printf("libc %s\n", gnu_get_libc_version());
        return 0;
    }
    if (count != 2) {
        fprintf(stderr, "usage: newlines FILE\n");
        return 2;
    }
    int file = open(words[1], O_RDONLY);
    if (file < 0) {
        perror(words[1]);
        return 1;
    }
    unsigned long long newlines = 0;
    ssize_t bytes;
    while ((bytes = read(file, block, sizeof block)) > 0) {
        const char *at = block, *end = block + bytes;
        while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
            newlines++;
            if (++at == end) break;
        }
    }
    if (bytes < 0) {
        perror(words[1]);
        return 1;
    }
    printf("%llu\n", newlines);
    return 0;
}

"""Hands a file to Presidio piece by piece, counts what it finds, and times itself.

presidio_pieces.py presidio-analyzer|presidio-rs CHARACTERS FILE writes seconds of wall time, seconds of
processor time and the number of findings. A piece is whole lines of CHARACTERS at least, so 1 stands for
line by line. Imports, the building of recognizers and a first line are not timed.
"""

import sys
import time

# One of the texts has no line feeds.
LINE_CHARACTERS_MAX = 65536


def presidio_analyzer():
    """The pattern recognizers that are on by default for English, without a language model."""
    import tldextract
    from presidio_analyzer import PatternRecognizer, RecognizerRegistry

    # The list of domain endings that comes with the package: nothing is fetched during a bench.
    offline = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.tldextract.TLD_EXTRACTOR = offline
    tldextract.extract = offline
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    recognizers = [r for r in registry.recognizers if isinstance(r, PatternRecognizer)]
    return lambda text: sum(len(r.analyze(text, r.supported_entities, None)) for r in recognizers)


def presidio_rs():
    """All recognizers of the port, which are patterns."""
    import presidio_rs as port

    return lambda text: len(port.analyze(text))


def main():
    program, characters, path = sys.argv[1:]
    before_line = int(characters) - 1
    count = {"presidio-analyzer": presidio_analyzer, "presidio-rs": presidio_rs}[program]()
    count("Order 1234, 4111 1111 1111 1111, role.account@example.com, 078-05-1120\n")
    found = 0
    wall, processor = time.perf_counter(), time.process_time()
    with open(path, encoding="utf-8", newline="\n") as text:
        while piece := text.read(before_line) + text.readline(LINE_CHARACTERS_MAX):
            found += count(piece)
    print(f"{time.perf_counter() - wall:.6f} {time.process_time() - processor:.6f} {found}")


main()

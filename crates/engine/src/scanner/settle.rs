//! Chains of overlapping matches, and who wins them.

use magpie_model::{Category, Confidence, Layout, Span, Window};

use super::{Found, Scanner, disguise};
use crate::{CLUSTER_BYTES_MAX, Claim, Match};

impl Scanner {
    /// Settles every chain of overlapping matches that lies before `sure` and reports its winners.
    /// Returns where the first unsettled chain, or `sure`, begins.
    pub(super) fn settle<R>(
        &mut self,
        window: &Window<'_>,
        sure: usize,
        layout: &mut dyn Layout,
        report: &mut R,
    ) -> usize
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        self.order_found();
        let mut found = std::mem::take(&mut self.found);
        let mut first = 0;
        while first < found.len() {
            let (behind, end) = chain(&found, first);
            if end > sure {
                break;
            }
            let cut = found.get(behind).map(|next| next.span.start).filter(|&start| start < end);
            let chain = &mut found[first..behind];
            let settled = self.winners(window, chain, cut.unwrap_or(end), layout, report);
            if cut.is_some() {
                chain.sort_by_key(Found::order);
                first += found[first..].partition_point(|next| next.span.start < settled);
            } else {
                first = behind;
            }
        }
        let settled = found.get(first).map_or(sure, |next| next.span.start.min(sure));
        found.drain(..first);
        self.found = found;
        settled
    }

    /// Tells the winners of a chain that goes to `end` or is cut there, and returns up to where it is settled:
    /// what begins before that is told or is no match. A winner that reaches over the cut has to stand up to what
    /// begins inside it, so the next chain begins with it; if this one does already, it is told and hides that.
    fn winners<R>(
        &mut self,
        window: &Window<'_>,
        chain: &mut [Found],
        end: usize,
        layout: &mut dyn Layout,
        report: &mut R,
    ) -> usize
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        if let [alone] = chain {
            self.alternatives.clear();
            self.tied.clear();
            self.tell(window, alone, layout, report);
            return alone.span.end;
        }
        let start = chain[0].span.start;
        let mut won = std::mem::take(&mut self.won);
        self.choose(chain, &mut won);
        let mut settled = end;
        if let Some(last) = won.last().map(|&index| &chain[index].span)
            && last.end > end
        {
            settled = if last.start == start { last.end } else { last.start };
        }
        for &index in won.iter().filter(|&&index| chain[index].span.start < settled) {
            self.rivals(chain, &chain[index]);
            self.tell(window, &chain[index], layout, report);
        }
        self.won = won;
        settled
    }

    /// Orders a chain by rank, and gathers the places in it of those that win, in the order of their starts.
    fn choose(&self, chain: &mut [Found], won: &mut Vec<usize>) {
        let fills = chain.iter().any(Found::settles_its_cell);
        chain.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.span.start.cmp(&b.span.start)));
        won.clear();
        for (index, found) in chain.iter().enumerate() {
            let is_inside = |cell: &Found| {
                cell.span.start < found.span.start
                    && found.span.start < cell.span.end
                    && cell.settles_its_cell()
            };
            if fills && chain.iter().any(is_inside)
                || self.is_part_of_another(chain, found)
                || self.is_published(chain, found)
            {
                continue;
            }
            let beaten = won.iter().any(|&winner| overlap(&chain[winner].span, &found.span));
            if !beaten {
                won.push(index);
            }
        }
        won.sort_by_key(|&index| (chain[index].span.start, chain[index].detector));
    }

    /// Reports a winner, whose rivals are known.
    fn tell<R>(&self, window: &Window<'_>, winner: &Found, layout: &mut dyn Layout, report: &mut R)
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        let meant = winner.disguised.then(|| disguise::meant(window.text, &winner.span));
        let settled = Match {
            detector: winner.detector,
            span: winner.span.clone(),
            clear: meant.as_deref().unwrap_or(&window.text[winner.span.clone()]),
            confidence: winner.confidence,
            evidence: winner.evidence,
            cell: winner.cell,
            alternatives: &self.alternatives,
            tied: &self.tied,
        };
        report(&settled, layout);
    }

    /// Whether a match that only the name beside it tells lies inside a secret that has a form of its
    /// own: a name such as `token` speaks for `ghp_…`, not for what follows its prefix.
    fn is_part_of_another(&self, chain: &[Found], found: &Found) -> bool {
        let detectors = &self.engine.detectors;
        let own = &detectors[found.detector];
        own.context.required
            && own.category == Category::Credentials
            && chain.iter().any(|other| {
                let around = &detectors[other.detector];
                other.span.start < found.span.start
                    && found.span.end <= other.span.end
                    && other.confidence >= Confidence::Medium
                    && !around.context.required
                    && around.category == Category::Credentials
            })
    }

    /// Whether a match is, or lies inside, a secret that another detector knows as published: the name beside
    /// it makes an example no secret.
    fn is_published(&self, chain: &[Found], found: &Found) -> bool {
        let is_secret =
            |of: &Found| self.engine.detectors[of.detector].category == Category::Credentials;
        !found.evidence.specimen
            && is_secret(found)
            && chain.iter().any(|other| {
                other.evidence.specimen
                    && is_secret(other)
                    && other.span.start <= found.span.start
                    && found.span.end <= other.span.end
            })
    }

    /// Gathers who else fitted the winner's text.
    fn rivals(&mut self, chain: &[Found], winner: &Found) {
        self.alternatives.clear();
        self.tied.clear();
        for other in chain {
            let elsewhere =
                !overlap(&other.span, &winner.span) || other.span.start > winner.span.start;
            let known = self.alternatives.contains(&other.detector);
            if elsewhere || known || other.detector == winner.detector {
                continue;
            }
            self.alternatives.push(other.detector);
            if ties(winner, other) {
                self.tied.push(Claim { detector: other.detector, evidence: other.evidence });
            }
        }
    }
}

/// What a chain is settled by: confidence, then evidence, then length, then the more telling
/// keyword.
fn rank(found: &Found) -> (Confidence, bool, bool, bool, usize, usize) {
    let evidence = &found.evidence;
    (
        found.confidence,
        evidence.label.is_some(),
        evidence.checked(),
        evidence.keyword(),
        found.span.end - found.span.start,
        found.weight,
    )
}

/// Whether two detectors claim the very same text on the very same grounds, or on grounds so common
/// that what else stands under the heading has to tell, check or not.
fn ties(a: &Found, b: &Found) -> bool {
    let under_one = a.evidence.label.is_some() && b.evidence.label.is_some();
    let doubtful = under_one && a.evidence.is_doubtful() && b.evidence.is_doubtful();
    let as_good = if doubtful { a.confidence == b.confidence } else { rank(a) == rank(b) };
    a.detector != b.detector && a.span == b.span && as_good
}

fn overlap(a: &Span, b: &Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The first index behind the chain of overlapping matches that begins at `first`, and its end.
fn chain(found: &[Found], first: usize) -> (usize, usize) {
    let start = found[first].span.start;
    let mut end = found[first].span.end;
    let mut behind = first + 1;
    while let Some(next) = found.get(behind) {
        if next.span.start >= end || next.span.start - start > CLUSTER_BYTES_MAX {
            break;
        }
        end = end.max(next.span.end);
        behind += 1;
    }
    (behind, end)
}

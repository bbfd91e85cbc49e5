//! Did you mean …?

use crate::gather::Gather as _;

/// The candidate that is most like `word`, if any is like it at all.
pub(crate) fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Nobody means anything by a word of that length, and comparing it takes long.
    if word.len() > 100 {
        return None;
    }
    nearest(word, &candidates.into_iter().gather())
}

fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let fold = |text: &str| text.to_lowercase().replace('-', "_");
    let word = fold(word);
    candidates
        .iter()
        .copied()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &fold(candidate)), candidate))
        // Words without a letter in common are not alike.
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 5 && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

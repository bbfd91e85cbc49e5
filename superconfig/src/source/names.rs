//! The names of the variables that were used, in one text: a source keeps them for as long as its config lives.

/// Names in the order of their marks.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    /// Adds a name; gives its mark.
    pub(crate) fn push(&mut self, name: &str) -> u32 {
        if self.ends.is_empty() {
            // Mostly that is all.
            self.text.reserve(16 * name.len());
            self.ends.reserve(16);
        }
        self.text.push_str(name);
        self.ends.push(self.text.len());
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    pub(crate) fn get(&self, mark: u32) -> Option<&str> {
        let at = mark as usize;
        let from = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some(&self.text[from..*self.ends.get(at)?])
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..u32::MAX).map_while(|mark| self.get(mark))
    }
}

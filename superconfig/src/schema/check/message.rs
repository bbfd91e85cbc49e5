//! Messages that are put together while compiling.

/// A string that `const` evaluation can build; what does not fit is cut off.
#[derive(Clone, Copy)]
pub(super) struct Buffer<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

pub(super) type Message = Buffer<1024>;
pub(super) type Text = Buffer<256>;

impl<const N: usize> Buffer<N> {
    pub(super) const EMPTY: Self = Buffer { bytes: [0; N], len: 0 };

    #[inline]
    const fn push_bytes(mut self, bytes: &[u8], len: usize) -> Self {
        let mut i = 0;
        while i < len && self.len < N {
            self.bytes[self.len] = bytes[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    #[inline]
    pub(super) const fn push(self, text: &str) -> Self {
        self.push_bytes(text.as_bytes(), text.len())
    }

    #[inline]
    pub(super) const fn push_text(self, text: &Text) -> Self {
        self.push_bytes(&text.bytes, text.len)
    }

    #[inline]
    pub(super) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "two settings collide",
        }
    }
}

impl Buffer<1024> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self::EMPTY
    }
}

impl Buffer<256> {
    #[inline]
    pub(super) const fn new(text: &str) -> Self {
        Self::EMPTY.push(text)
    }

    #[inline]
    pub(super) const fn join(self, separator: &str, part: &str) -> Self {
        if self.len == 0 { self.push(part) } else { self.push(separator).push(part) }
    }
}

//! What the configs of this test look like, written down a second time, for the model and for those who make up sources.

/// The settings and sections of a struct.
pub(crate) type Fields = &'static [Field];

#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Leaf(Leaf),
    Flatten(Fields),
    Section(Body),
    Optional(Body),
    Sections(Rule, Body),
    Map(Body),
}

/// What a section is.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    Fields(Fields),
    Choice(&'static Choice),
}

/// An enum.
pub(crate) struct Choice {
    pub(crate) tag: Option<&'static str>,
    pub(crate) default: Option<&'static str>,
    pub(crate) variants: &'static [(&'static str, Fields)],
}

impl Choice {
    pub(crate) fn fields(&self, variant: &str) -> Fields {
        self.variants.iter().find(|(name, _)| *name == variant).expect("a variant that there is").1
    }
}

/// A setting; defaults are in JSON.
#[derive(Clone, Copy)]
pub(crate) struct Leaf {
    pub(crate) of: Of,
    pub(crate) rule: Rule,
    pub(crate) optional: bool,
    pub(crate) default: Option<&'static str>,
    pub(crate) profiles: &'static [(&'static str, &'static str)],
    /// Whether a field has the name that would add to this list in a file.
    pub(crate) add_is_taken: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Of {
    Bool,
    Number,
    Text,
    Numbers,
    Texts,
    NumberSet,
    TextSet,
    NumberMap,
}

impl Of {
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Of::Numbers | Of::Texts) || self.is_set()
    }

    pub(crate) fn is_set(self) -> bool {
        matches!(self, Of::NumberSet | Of::TextSet)
    }

    pub(crate) fn has_texts(self) -> bool {
        matches!(self, Of::Text | Of::Texts | Of::TextSet)
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    /// Lists replace, maps merge.
    OfType,
    Replace,
    Append,
    Prepend,
    Unique,
}

impl Field {
    const fn of(key: &'static str, kind: Kind) -> Field {
        Field { key, kind }
    }

    const fn leaf(key: &'static str, of: Of) -> Field {
        let (optional, default, profiles) = (false, None, &[] as &[_]);
        let leaf = Leaf { of, rule: Rule::OfType, optional, default, profiles, add_is_taken: false };
        Field { key, kind: Kind::Leaf(leaf) }
    }

    const fn change(self, leaf: Leaf) -> Field {
        Field { key: self.key, kind: Kind::Leaf(leaf) }
    }

    const fn get(&self) -> Leaf {
        match self.kind {
            Kind::Leaf(leaf) => leaf,
            _ => panic!("it is a section"),
        }
    }

    const fn optional(self) -> Field {
        self.change(Leaf { optional: true, ..self.get() })
    }

    const fn default(self, json: &'static str) -> Field {
        self.change(Leaf { default: Some(json), ..self.get() })
    }

    const fn profiles(self, profiles: &'static [(&'static str, &'static str)]) -> Field {
        self.change(Leaf { profiles, ..self.get() })
    }

    const fn rule(self, rule: Rule) -> Field {
        self.change(Leaf { rule, ..self.get() })
    }

    const fn add_is_taken(self) -> Field {
        self.change(Leaf { add_is_taken: true, ..self.get() })
    }
}

const TLS: Fields = &[
    Field::leaf("key", Of::Text),
    Field::leaf("port", Of::Number).default("443").profiles(&[("dev", "1")]),
    Field::of("inner", Kind::Optional(Body::Fields(&[Field::leaf("depth", Of::Number).default("1")]))),
];

const DEEP: Fields =
    &[Field::leaf("deep_tags", Of::Texts).default(r#"["i"]"#), Field::leaf("deep_limit", Of::Number).optional()];

const LIMITS: Fields = &[
    Field::leaf("max_users", Of::Number).default("10").profiles(&[("prod", "100")]),
    Field::leaf("bans", Of::TextSet).default("[]"),
    Field::of("deep", Kind::Flatten(DEEP)),
];

pub(crate) const SHOP: Fields = &[
    Field::leaf("verbose", Of::Bool).default("false"),
    Field::leaf("port", Of::Number).default("80").profiles(&[("prod", "443"), ("eu", "8443")]),
    Field::leaf("name", Of::Text),
    Field::leaf("motd", Of::Text).optional().profiles(&[("dev", "\"hi\"")]),
    Field::leaf("limit", Of::Number).optional(),
    Field::leaf("tags", Of::Texts).default(r#"["a", "b", "a"]"#).profiles(&[("prod", r#"["p"]"#)]),
    Field::leaf("numbers", Of::Numbers).optional(),
    Field::leaf("wanted", Of::Numbers).profiles(&[("prod", "[1]"), ("dev", "[2]")]),
    Field::leaf("appended", Of::Texts).default(r#"["d"]"#).rule(Rule::Append),
    Field::leaf("prepended", Of::Numbers).default("[1]").profiles(&[("eu", "[2, 3]")]).rule(Rule::Prepend),
    Field::leaf("distinct", Of::Numbers).default("[1, 2]").rule(Rule::Unique),
    Field::leaf("sorted", Of::NumberSet).default("[1]"),
    Field::leaf("grown", Of::TextSet).default("[\"a\"]").rule(Rule::Append),
    Field::leaf("labels", Of::NumberMap).default("{\"k\": 1}"),
    Field::leaf("weights", Of::NumberMap).default("{}").rule(Rule::Replace),
    Field::leaf("extra", Of::Numbers).default("[]").add_is_taken(),
    Field::leaf("extra_add", Of::Number).default("7"),
    Field::of(
        "database",
        Kind::Section(Body::Fields(&[
            Field::leaf("url", Of::Text).default("\"db\""),
            Field::leaf("pool_size", Of::Number).default("10").profiles(&[("prod", "50"), ("dev", "2")]),
            Field::leaf("hosts", Of::Texts).default("[]"),
            Field::of("limits", Kind::Flatten(LIMITS)),
        ])),
    ),
    Field::of("tls", Kind::Optional(Body::Fields(TLS))),
    Field::of("top", Kind::Flatten(&[Field::leaf("top_list", Of::Numbers).default("[9]")])),
];

const SERVER: Fields = &[
    Field::leaf("host", Of::Text).default("\"localhost\""),
    Field::leaf("port", Of::Number).default("80").profiles(&[("prod", "443")]),
    Field::leaf("tags", Of::Texts).default("[\"t\"]"),
    Field::leaf("sizes", Of::Numbers).default("[1]").rule(Rule::Append),
    Field::of("tls", Kind::Optional(Body::Fields(TLS))),
    Field::of("limits", Kind::Flatten(LIMITS)),
];

const REGION: Fields = &[
    Field::leaf("city", Of::Text).default("\"Rome\"").profiles(&[("eu", "\"Bonn\"")]),
    Field::leaf("labels", Of::NumberMap).default("{}"),
    Field::of("servers", Kind::Sections(Rule::OfType, Body::Fields(SERVER))),
    Field::of("zones", Kind::Map(Body::Fields(DEEP))),
];

pub(crate) const FLEET: Fields = &[
    Field::of("replicas", Kind::Sections(Rule::OfType, Body::Fields(SERVER))),
    Field::of("front", Kind::Sections(Rule::Prepend, Body::Fields(SERVER))),
    Field::of("back", Kind::Sections(Rule::Append, Body::Fields(DEEP))),
    Field::of("servers", Kind::Map(Body::Fields(SERVER))),
    Field::of("regions", Kind::Map(Body::Fields(REGION))),
];

const STORAGE: Body = Body::Choice(&Choice {
    tag: None,
    default: None,
    variants: &[
        ("memory", &[]),
        (
            "local-disk",
            &[Field::leaf("path", Of::Text).default("\"/var\""), Field::leaf("tags", Of::Texts).default("[\"t\"]")],
        ),
        (
            "s3",
            &[
                Field::leaf("bucket", Of::Text),
                Field::leaf("retries", Of::Number).default("3").profiles(&[("prod", "9")]),
            ],
        ),
    ],
});

const AUTH: Body = Body::Choice(&Choice {
    tag: Some("type"),
    default: Some("nobody"),
    variants: &[
        ("nobody", &[]),
        ("basic", &[Field::leaf("user", Of::Text), Field::leaf("roles", Of::Texts).default("[\"r\"]")]),
        (
            "token",
            &[
                Field::leaf("user", Of::Text).optional(),
                Field::leaf("lifetime", Of::Number).default("60"),
                Field::of("deep", Kind::Flatten(DEEP)),
            ],
        ),
    ],
});

pub(crate) const VAULT: Fields = &[
    Field::of("store", Kind::Section(STORAGE)),
    Field::of("spare", Kind::Optional(STORAGE)),
    Field::of("mirrors", Kind::Sections(Rule::OfType, STORAGE)),
    Field::of("named", Kind::Map(STORAGE)),
    Field::of("auth", Kind::Section(AUTH)),
    Field::of("logins", Kind::Map(AUTH)),
    Field::of("chain", Kind::Sections(Rule::Append, AUTH)),
];

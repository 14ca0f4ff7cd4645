//! Notes: what a page adds to what is kept, one by one, so that several pages can add to it at once.
//!
//! A snapshot says up to which note of which page it has gone, so a note counts once however often it is told: by a
//! write, by a write that was torn off, or by the [`Journal`] that a page leaves behind.

use serde_json::{Map, Value};

use super::{
    StateError, VERSION,
    lesson::{Lesson, OpenCredit},
    versioned,
};
use crate::{
    experiment::Assignment,
    finetune::KeptTuning,
    history::KeptHistory,
    json::{FromJson, Reader, ToJson, object, put},
    record::SessionRecord,
};

/// One addition to what is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// More of a visit.
    Visit(SessionRecord),
    /// What came of an exposure; of an earlier page's, by the id of its open credit.
    Lesson(Lesson, Option<u64>),
    /// An exposure goes on waiting after its page.
    Waits(OpenCredit),
    /// The visitor's variation in an experiment.
    Assigned(Assignment),
    /// The visitor paused the agent, or lets it go on.
    Paused(bool),
    /// What another page had left behind.
    Left(Journal),
}

/// What a page leaves behind, in case its last write is never finished.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    version: u32,
    /// The page, by a random number.
    pub page: u64,
    /// Its notes that it has not seen kept, with their numbers, oldest first.
    pub notes: Vec<(u64, Note)>,
    /// What happened in its session of late.
    pub history: KeptHistory,
    /// What it noted for tuning.
    pub tuning: Option<KeptTuning>,
}

object!(Journal { version, page, notes } default { history, tuning });

impl FromJson for Note {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let fields = json.as_object().filter(|fields| fields.len() == 1);
        let Some((name, value)) = fields.and_then(|fields| fields.iter().next()) else {
            reader.refuse("expected an object of one note");
            return Note::Paused(false);
        };
        match name.as_str() {
            "visit" => Note::Visit(FromJson::read(value, reader)),
            "lesson" => {
                let (lesson, id) = FromJson::read(value, reader);
                Note::Lesson(lesson, id)
            }
            "waits" => Note::Waits(FromJson::read(value, reader)),
            "assigned" => Note::Assigned(FromJson::read(value, reader)),
            "paused" => Note::Paused(FromJson::read(value, reader)),
            "left" => Note::Left(FromJson::read(value, reader)),
            _ => {
                reader.refuse(&["unknown note `", name, "`"].concat());
                Note::Paused(false)
            }
        }
    }
}

impl ToJson for Note {
    fn write(&self) -> Value {
        let (name, value) = match self {
            Note::Visit(share) => ("visit", share.write()),
            Note::Lesson(lesson, id) => ("lesson", Value::Array(vec![lesson.write(), id.write()])),
            Note::Waits(credit) => ("waits", credit.write()),
            Note::Assigned(assignment) => ("assigned", assignment.write()),
            Note::Paused(paused) => ("paused", paused.write()),
            Note::Left(journal) => ("left", journal.write()),
        };
        let mut object = Map::new();
        put(&mut object, name, value);
        Value::Object(object)
    }
}

impl Journal {
    pub(crate) fn new(
        page: u64,
        notes: Vec<(u64, Note)>,
        history: KeptHistory,
        tuning: Option<KeptTuning>,
    ) -> Journal {
        Journal { version: VERSION, page, notes, history, tuning }
    }

    /// Reads what a page left behind.
    ///
    /// # Errors
    /// [`StateError`]; it is then as if it had left nothing.
    pub fn parse(json: &str) -> Result<Journal, StateError> {
        let journal: Journal = versioned(json)?;
        let sound = journal.notes.iter().all(|(_, note)| note.is_sound());
        if sound { Ok(journal) } else { Err(StateError::range()) }
    }

    /// The JSON to leave behind.
    pub fn to_json(&self) -> String {
        self.write().to_string()
    }
}

impl Note {
    /// Whether it is only there because of a grant for `learn`.
    pub(crate) fn is_learned(&self) -> bool {
        matches!(self, Note::Lesson(..) | Note::Waits(_))
    }

    /// A journal stays where it is until it is kept, so there is none within another.
    fn is_sound(&self) -> bool {
        match self {
            Note::Visit(share) => share.is_finite(),
            Note::Lesson(lesson, _) => lesson.is_sound(),
            Note::Waits(credit) => credit.is_sound(),
            Note::Assigned(_) | Note::Paused(_) => true,
            Note::Left(_) => false,
        }
    }
}

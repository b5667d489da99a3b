//! Which part of a package belongs to which: slides in their order, notes to slides, comments to sheets.

use std::collections::BTreeMap;

use magpie_model::Outcome;

use super::events::{Attributes, Events};
use super::workbook::Relations;
use super::{Office, Role, is_binary_comments, office_role, part};
use crate::formats::Reading;

/// Slides of one presentation that are numbered by its list.
const SLIDES_MAX: usize = 65_536;

impl Office<'_> {
    /// What slides and notes are called, by the place of the slide in the presentation.
    pub(super) fn slides(
        &mut self,
        reading: &mut Reading<'_>,
    ) -> Result<BTreeMap<usize, String>, Outcome> {
        const LIST: &str = "ppt/presentation.xml";
        let mut list = List::default();
        if let Some(index) = self.package.find(LIST) {
            part(&mut self.package, index, &mut list, &mut self.tally, reading)?;
        }
        let related = self.related(LIST, reading)?;
        let mut numbers = BTreeMap::new();
        for (id, number) in list.0.iter().zip(1u32..) {
            let target = related.iter().find(|(known, _)| known == id);
            if let Some(index) = target.and_then(|(_, target)| self.package.find(target)) {
                numbers.insert(index, number);
            }
        }
        let mut stories: BTreeMap<usize, String> =
            numbers.iter().map(|(index, number)| (*index, format!("slide {number}"))).collect();
        let notes = self.package.names().filter(|(_, name)| is_notes(name));
        let notes: Vec<(usize, String)> = notes.map(|(at, name)| (at, name.to_owned())).collect();
        for (index, name) in notes {
            let related = self.related(&name, reading)?;
            let slide =
                related.iter().find_map(|(_, target)| numbers.get(&self.package.find(target)?));
            stories.extend(slide.map(|number| (index, format!("notes {number}"))));
        }
        Ok(stories)
    }

    /// Notes which entries hold the comments of a sheet.
    pub(super) fn note_comments(
        &mut self,
        sheet: usize,
        name: String,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        let path = self.package.name(sheet).to_owned();
        for (_, target) in self.related(&path, reading)? {
            let is_binary = is_binary_comments(&target);
            if (is_binary || matches!(office_role(&target), Role::Comments))
                && let Some(index) = self.package.find(&target)
            {
                self.commented.push((index, name.clone()));
            }
        }
        Ok(())
    }

    /// The parts that one refers to, by their ids.
    fn related(
        &mut self,
        path: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Vec<(String, String)>, Outcome> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(index) = self.package.find(&format!("{folder}/_rels/{file}.rels")) else {
            return Ok(Vec::new());
        };
        let mut relations = Relations::default();
        part(&mut self.package, index, &mut relations, &mut self.tally, reading)?;
        Ok(relations.0.into_iter().map(|(id, target)| (id, resolved(folder, &target))).collect())
    }
}

fn is_notes(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_prefix("ppt/notesslides/").is_some_and(|file| !file.contains('/'))
}

/// A target as seen from a folder of the package.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The slides of a presentation, by their ids.
#[derive(Default)]
struct List(Vec<String>);

impl Events for List {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        if name == "sldId"
            && self.0.len() < SLIDES_MAX
            && let Some(id) = attributes.get_prefixed("id")
        {
            self.0.push(id.to_owned());
        }
    }

    fn text(&mut self, _text: &str) -> bool {
        true
    }

    fn close(&mut self, _name: &str) {}

    /// The part is read once more, for its text.
    fn rest(&mut self, _value: &str) {}
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_lead_from_their_folder() {
        assert_eq!(resolved("ppt", "slides/slide2.xml"), "ppt/slides/slide2.xml");
        assert_eq!(resolved("ppt/notesSlides", "../slides/slide2.xml"), "ppt/slides/slide2.xml");
        assert_eq!(resolved("xl/worksheets", "/xl/comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("", "../../a.xml"), "a.xml");
    }
}

//! The file system in a compound file: sectors in chains, storages and streams by name. Lenient: what
//! some writers leave wrong in places that nothing needs is no reason not to read the rest.

use std::path::{Component, Path, PathBuf};

use super::At;
use crate::File;

/// A number beyond which sectors are marks.
const SECTORS_MAX: u32 = 0xFFFF_FFF0;
const ENTRY_BYTES: usize = 128;
/// Entries of one directory.
const ENTRIES_MAX: usize = 4_000_000;
/// Storages in storages in a path.
const DEPTH_MAX: usize = 64;

/// A storage or stream inside a storage.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) is_storage: bool,
    pub(super) bytes: u64,
}

/// What the directory says of one.
struct Described {
    name: String,
    is_storage: bool,
    first: u32,
    bytes: u64,
    children: Vec<usize>,
}

/// An open compound file.
pub(super) struct Compound {
    file: File,
    sector_bytes: usize,
    /// The sector behind each.
    table: Vec<u32>,
    /// The same for the small sectors, which lie in a stream of their own.
    small_table: Vec<u32>,
    small_cutoff: u64,
    small_bytes: usize,
    /// The sectors of that stream.
    small_sectors: Vec<u32>,
    entries: Vec<Described>,
    /// First sectors of the directory and of the table of small sectors.
    beginnings: [u32; 2],
    /// Entries that no storage leads to, or that lead in a circle.
    pub(super) damaged: u64,
}

/// A stream's bytes as far as they can be read.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) is_damaged: bool,
    pub(super) is_cut: bool,
}

impl Compound {
    /// Reads the tables; `None` when there is no directory, or none that leads to anything.
    pub(super) fn open(file: &File) -> Option<Self> {
        let header = file.bytes_at(0, 512).ok()?;
        let sector_bytes = 1usize << header.u16(30).filter(|shift| (7..=16).contains(shift))?;
        let small_bytes = 1usize << header.u16(32).filter(|shift| (4..=12).contains(shift))?;
        let mut compound = Self {
            file: file.clone(),
            sector_bytes,
            table: Vec::new(),
            small_table: Vec::new(),
            small_cutoff: header.u32(56)?.into(),
            small_bytes,
            small_sectors: Vec::new(),
            entries: Vec::new(),
            beginnings: [header.u32(48)?, header.u32(60)?],
            damaged: 0,
        };
        compound.read_table(&header);
        let directory = compound.chain(header.u32(48)?, usize::MAX);
        let end = directory.iter().map(|sector| compound.begin_of(*sector)).max().unwrap_or(0);
        let is_cut = end + sector_bytes as u64 > file.length();
        compound.damaged += u64::from(is_cut || !compound.ends(&directory));
        let is_old = header.u16(26) == Some(3);
        compound.read_directory(&directory, is_old)?;
        let root = compound.entries.first().filter(|root| !root.children.is_empty())?;
        let small = root.first;
        let small_table = compound.chain(header.u32(60)?, usize::MAX);
        for sector in small_table {
            let bytes = compound.sector(sector);
            compound
                .small_table
                .extend(bytes.as_chunks::<4>().0.iter().map(|n| u32::from_le_bytes(*n)));
        }
        compound.small_sectors = compound.chain(small, usize::MAX);
        Some(compound)
    }

    /// One sector; zeros where the file ends in it.
    fn sector(&self, number: u32) -> Vec<u8> {
        let mut bytes = vec![0; self.sector_bytes];
        let offset = (u64::from(number) + 1) * self.sector_bytes as u64;
        // What cannot be read stays empty.
        let _ = self.file.read_at(offset, &mut bytes);
        bytes
    }

    /// Stretches of the file that no stream has, and where the last sector ends that one has.
    pub(super) fn unused(&self) -> (Vec<(u64, u64)>, u64) {
        let is_used = self.used();
        let used = is_used.iter().rposition(|used| *used).map_or(0, |last| last + 1);
        let free = is_used[..used].iter().zip(0u32..).filter(|(used, _)| !**used);
        let mut stretches: Vec<(u64, u64)> = Vec::new();
        for (_, sector) in free {
            let begin = self.begin_of(sector);
            let end = begin + self.sector_bytes as u64;
            match stretches.last_mut() {
                Some((_, last)) if *last == begin => *last = end,
                _ => stretches.push((begin, end)),
            }
        }
        (stretches, (used as u64 + 1) * self.sector_bytes as u64)
    }

    /// Which sectors somebody leads to. What the table says of the others is not to be relied on: some
    /// writers mark those that are not there as ends of streams.
    fn used(&self) -> Vec<bool> {
        /// What the table says of sectors of tables.
        const TABLES: std::ops::RangeInclusive<u32> = 0xFFFF_FFFC..=0xFFFF_FFFD;
        let mut used: Vec<bool> = self.table.iter().map(|next| TABLES.contains(next)).collect();
        let large = self.entries.iter().enumerate();
        let large = large.filter(|(at, entry)| *at == 0 || entry.bytes >= self.small_cutoff);
        let firsts = large.map(|(_, entry)| entry.first).chain(self.beginnings);
        for first in firsts {
            let mut now = first as usize;
            while let Some(known) = used.get_mut(now)
                && !std::mem::replace(known, true)
            {
                now = self.table[now] as usize;
            }
        }
        used
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Sectors that the file has.
    fn sectors(&self) -> usize {
        (self.file.length() / self.sector_bytes as u64) as usize
    }

    fn read_table(&mut self, header: &[u8]) {
        let most = self.sectors();
        let mut places: Vec<u32> =
            header[76..512].as_chunks::<4>().0.iter().map(|n| u32::from_le_bytes(*n)).collect();
        let mut next = header.u32(68).unwrap_or(u32::MAX);
        for _ in 0..most {
            if next as usize >= most {
                break;
            }
            let sector = self.sector(next);
            let (numbers, _) = sector.as_chunks::<4>();
            let (last, numbers) = numbers.split_last().unwrap_or((&[0xFF; 4], &[]));
            places.extend(numbers.iter().map(|n| u32::from_le_bytes(*n)));
            next = u32::from_le_bytes(*last);
        }
        for place in places.into_iter().filter(|place| (*place as usize) < most) {
            if self.table.len() >= most {
                break;
            }
            let sector = self.sector(place);
            self.table.extend(sector.as_chunks::<4>().0.iter().map(|n| u32::from_le_bytes(*n)));
        }
        self.table.truncate(most);
    }

    /// The sectors from this one on, at most so many, none of them twice.
    fn chain(&self, first: u32, most: usize) -> Vec<u32> {
        let mut sectors = Vec::new();
        let mut now = first;
        // A chain longer than the table runs in a circle.
        while now < SECTORS_MAX && sectors.len() < most.min(self.table.len()) {
            let Some(next) = self.table.get(now as usize) else { break };
            sectors.push(now);
            now = *next;
        }
        sectors
    }

    /// Whether a chain ends with the mark for that, in the file.
    fn ends(&self, sectors: &[u32]) -> bool {
        const END: u32 = 0xFFFF_FFFE;
        let last = sectors.last().and_then(|last| self.table.get(*last as usize));
        last == Some(&END) && sectors.iter().all(|sector| self.holds(*sector))
    }

    /// Whether the file holds anything of a sector. Not all writers fill up the last one.
    fn holds(&self, sector: u32) -> bool {
        self.begin_of(sector) < self.file.length()
    }

    fn begin_of(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector_bytes as u64
    }

    /// Reads the entries and who leads to whom; `None` without a root.
    fn read_directory(&mut self, sectors: &[u32], is_old: bool) -> Option<()> {
        const ROOT: u8 = 5;
        const NOBODY: u32 = u32::MAX;
        let mut links = Vec::new();
        for sector in sectors {
            let bytes = self.sector(*sector);
            for entry in bytes.as_chunks::<ENTRY_BYTES>().0.iter() {
                if self.entries.len() >= ENTRIES_MAX {
                    self.damaged += 1;
                    break;
                }
                let number = |at: usize| entry.u32(at).unwrap_or(u32::MAX);
                let high = if is_old { 0 } else { u64::from(number(124)) << 32 };
                let kind = entry[66];
                links.push((kind, number(68), number(72), number(76)));
                self.entries.push(Described {
                    name: name(entry),
                    is_storage: matches!(kind, 1 | 5),
                    first: number(116),
                    bytes: high | u64::from(number(120)),
                    children: Vec::new(),
                });
            }
        }
        links.first().filter(|(kind, ..)| *kind == ROOT)?;
        let mut is_met = vec![false; links.len()];
        let mut storages = vec![0usize];
        while let Some(storage) = storages.pop() {
            let Some(&(.., child)) = links.get(storage) else { continue };
            let mut waiting = vec![child];
            while let Some(number) = waiting.pop() {
                let index = number as usize;
                let Some(&(kind, left, right, _)) = links.get(index) else {
                    self.damaged += u64::from(number != NOBODY);
                    continue;
                };
                if index == 0 || std::mem::replace(&mut is_met[index], true) {
                    self.damaged += 1;
                    continue;
                }
                waiting.extend([left, right]);
                match kind {
                    1 => storages.push(index),
                    2 => {}
                    _ => {
                        self.damaged += 1;
                        continue;
                    }
                }
                self.entries[storage].children.push(index);
            }
        }
        // What no storage leads to is read as if the root did.
        for (index, (kind, ..)) in links.iter().enumerate().skip(1) {
            if *kind == 2 && !is_met[index] {
                self.damaged += 1;
                self.entries[0].children.push(index);
            }
        }
        for index in 0..self.entries.len() {
            let mut children = std::mem::take(&mut self.entries[index].children);
            children.sort_unstable_by(|a, b| self.entries[*a].name.cmp(&self.entries[*b].name));
            self.entries[index].children = children;
        }
        Some(())
    }

    fn find(&self, path: &Path) -> Option<usize> {
        let mut now = 0;
        for step in path.components().take(DEPTH_MAX) {
            let Component::Normal(step) = step else { continue };
            let mut children = self.entries.get(now)?.children.iter();
            now = *children.find(|child| step.to_str() == Some(&self.entries[**child].name))?;
        }
        Some(now)
    }

    pub(super) fn is_stream(&self, path: &Path) -> bool {
        self.find(path).is_some_and(|index| index > 0 && !self.entries[index].is_storage)
    }

    pub(super) fn is_storage(&self, path: &Path) -> bool {
        self.find(path).is_some_and(|index| self.entries[index].is_storage)
    }

    /// What is in a storage, in the order of the names.
    pub(super) fn children(&self, path: &Path) -> Vec<Entry> {
        let Some(storage) = self.find(path) else { return Vec::new() };
        let entry = |index: &usize| {
            let entry = &self.entries[*index];
            Entry {
                name: entry.name.clone(),
                path: path.join(&entry.name),
                is_storage: entry.is_storage,
                bytes: entry.bytes,
            }
        };
        self.entries[storage].children.iter().map(entry).collect()
    }

    /// The bytes of a stream, at most so many; `None` when there is no such stream.
    pub(super) fn content(&self, path: &Path, most: u64) -> Option<Content> {
        let entry = self.entries.get(self.find(path).filter(|index| *index > 0)?)?;
        if entry.is_storage {
            return None;
        }
        let wanted = entry.bytes.min(most) as usize;
        let mut bytes = Vec::new();
        if entry.bytes < self.small_cutoff {
            self.small(entry.first, wanted, &mut bytes);
        } else {
            let sectors = self.chain(entry.first, wanted.div_ceil(self.sector_bytes));
            for sector in sectors.into_iter().take_while(|sector| self.holds(*sector)) {
                bytes.extend_from_slice(&self.sector(sector));
            }
        }
        let is_damaged = bytes.len() < wanted;
        bytes.truncate(wanted);
        Some(Content { bytes, is_damaged, is_cut: entry.bytes > most })
    }

    fn small(&self, first: u32, wanted: usize, into: &mut Vec<u8>) {
        let mut now = first;
        let mut bytes = vec![0; self.small_bytes];
        while into.len() < wanted
            && let Some(next) = self.small_table.get(now as usize)
        {
            let at = now as usize * self.small_bytes;
            let Some(sector) = self.small_sectors.get(at / self.sector_bytes) else { break };
            let offset = (u64::from(*sector) + 1) * self.sector_bytes as u64;
            let offset = offset + (at % self.sector_bytes) as u64;
            if self.file.read_at(offset, &mut bytes).is_err() {
                break;
            }
            into.extend_from_slice(&bytes);
            now = *next;
        }
    }
}

/// A name without what would make it a path.
fn name(entry: &[u8; ENTRY_BYTES]) -> String {
    let units = entry[..64].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    let letters = char::decode_utf16(units.take_while(|&unit| unit != 0));
    let letters = letters.map(|letter| match letter {
        Ok('/' | '\\') | Err(_) => '_',
        Ok(letter) => letter,
    });
    let name: String = letters.collect();
    if name.is_empty() || name == "." || name == ".." { "_".to_owned() } else { name }
}

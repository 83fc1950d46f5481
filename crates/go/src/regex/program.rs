//! A Pike VM for expressions that are too large for the `regex` crate. Its memory is proportional to the expression
//! with counted repetitions expanded, its time to that times the length of the text, as in Go.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, Repetition};

use super::class::holds;
use promenade_stack::deeper;

/// The maximum number of instructions, as in Go.
const MAX_INSTRUCTIONS: usize = 3_355_443;
/// The maximum number of group positions over all threads of the machine.
const MAX_SLOTS: usize = 2 << 20;

/// A compiled expression.
#[derive(Debug)]
pub(super) struct Program {
    instructions: Vec<Instruction>,
    classes: Vec<ClassUnicode>,
    n_slots: usize,
    /// Idle machines.
    idle: Mutex<Vec<Machine>>,
}

/// The threads at the current character, and those at the next one.
#[derive(Debug)]
struct Machine {
    now: Threads,
    next: Threads,
}

#[derive(Debug, Clone, Copy)]
enum Instruction {
    /// Consumes this character.
    Char(char),
    /// Consumes a character of this class.
    Class(u32),
    /// Tries the first target, then the second.
    Split(u32, u32),
    Jump(u32),
    /// Stores the position.
    Save(u32),
    Look(Look),
    Fail,
    Match,
}

/// The number of instructions for an expression.
pub(super) fn n_instructions(hir: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().map(n_instructions).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty => 0,
        HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(capture) => n_instructions(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) => all(parts),
        HirKind::Alternation(parts) => all(parts).saturating_add(2 * parts.len()),
        HirKind::Repetition(repetition) => {
            let n = repetition.max.unwrap_or(repetition.min.max(1)) as usize;
            n_instructions(&repetition.sub).saturating_add(2).saturating_mul(n)
        }
    }
}

impl Program {
    /// The program of an expression with `n_groups` groups, the whole match included, 0 if positions are not needed.
    /// `None` if it is too large.
    pub(super) fn new(hir: &Hir, n_groups: usize) -> Option<Self> {
        let n = n_instructions(hir).saturating_add(3);
        let n_slots = 2 * n_groups;
        if n > MAX_INSTRUCTIONS || n.saturating_mul(n_slots) > MAX_SLOTS {
            return None;
        }
        let mut compiler =
            Compiler { instructions: Vec::with_capacity(n), classes: Vec::new(), of_node: HashMap::new() };
        let with_groups = n_groups > 0;
        compiler.group(0, with_groups, |compiler| compiler.node(hir, with_groups));
        compiler.instructions.push(Instruction::Match);
        Some(Self { instructions: compiler.instructions, classes: compiler.classes, n_slots, idle: Mutex::default() })
    }

    /// The approximate size in bytes.
    pub(super) fn n_bytes(&self) -> usize {
        let of_classes: usize = self.classes.iter().map(|class| 8 * class.ranges().len()).sum();
        of_classes + self.instructions.len() * size_of::<Instruction>()
    }

    /// Whether the expression matches anywhere in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.run(text, 0).is_some()
    }

    /// The groups of the first match from a position on.
    pub(super) fn captures_at(&self, text: &str, start: usize) -> Option<Vec<Option<usize>>> {
        self.run(text, start)
    }

    fn run(&self, text: &str, start: usize) -> Option<Vec<Option<usize>>> {
        let mut machine = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_else(|| {
            let n = self.instructions.len();
            Machine { now: Threads::new(n, self.n_slots), next: Threads::new(n, self.n_slots) }
        });
        let found = self.run_on(&mut machine, text, start);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(machine);
        found
    }

    fn run_on(&self, Machine { now, next }: &mut Machine, text: &str, start: usize) -> Option<Vec<Option<usize>>> {
        now.clear();
        next.clear();
        let mut stack = Vec::new();
        let mut found = None;
        let mut at = start;
        loop {
            if found.is_none() {
                self.follow(0, vec![None; self.n_slots], (text, at), now, &mut stack);
            }
            let c = text[at..].chars().next();
            if now.order.is_empty() && found.is_some() {
                return found;
            }
            let behind = at + c.map_or(0, char::len_utf8);
            for i in 0..now.order.len() {
                let pc = now.order[i];
                let goes_on = match self.instructions[pc as usize] {
                    Instruction::Char(own) => c == Some(own),
                    Instruction::Class(class) => c.is_some_and(|c| holds(&self.classes[class as usize], c)),
                    Instruction::Match => {
                        found = Some(now.slots(pc).to_vec());
                        break;
                    }
                    _ => false,
                };
                if goes_on {
                    self.follow(pc + 1, now.slots(pc).to_vec(), (text, behind), next, &mut stack);
                }
            }
            if c.is_none() || found.is_some() && self.n_slots == 0 {
                return found;
            }
            at = behind;
            std::mem::swap(now, next);
            next.clear();
        }
    }

    /// Adds the instructions reachable without consuming a character, in order of preference.
    fn follow(
        &self,
        pc: u32,
        mut slots: Vec<Option<usize>>,
        (text, at): (&str, usize),
        threads: &mut Threads,
        stack: &mut Vec<Step>,
    ) {
        stack.push(Step::Go(pc));
        while let Some(step) = stack.pop() {
            let pc = match step {
                Step::Restore(slot, position) => {
                    slots[slot as usize] = position;
                    continue;
                }
                Step::Go(pc) => pc,
            };
            if !threads.add(pc) {
                continue;
            }
            match self.instructions[pc as usize] {
                Instruction::Split(first, second) => stack.extend([Step::Go(second), Step::Go(first)]),
                Instruction::Jump(to) => stack.push(Step::Go(to)),
                Instruction::Save(slot) => {
                    stack.extend([Step::Restore(slot, slots[slot as usize]), Step::Go(pc + 1)]);
                    slots[slot as usize] = Some(at);
                }
                Instruction::Look(look) if holds_at(look, text, at) => stack.push(Step::Go(pc + 1)),
                Instruction::Look(_) | Instruction::Fail => {}
                Instruction::Char(_) | Instruction::Class(_) | Instruction::Match => threads.keep(pc, &slots),
            }
        }
    }
}

/// A pending instruction.
enum Step {
    Go(u32),
    Restore(u32, Option<usize>),
}

/// The instructions waiting for a character, in order of preference, with the positions of their groups.
#[derive(Debug)]
struct Threads {
    order: Vec<u32>,
    /// When each instruction was last reached.
    reached: Vec<u32>,
    round: u32,
    slots: Vec<Option<usize>>,
    n_slots: usize,
}

impl Threads {
    fn new(n: usize, n_slots: usize) -> Self {
        Self { order: Vec::new(), reached: vec![0; n], round: 1, slots: vec![None; n * n_slots], n_slots }
    }

    fn clear(&mut self) {
        self.order.clear();
        self.round += 1;
    }

    /// Marks an instruction as reached; returns `false` if it already was.
    fn add(&mut self, pc: u32) -> bool {
        std::mem::replace(&mut self.reached[pc as usize], self.round) != self.round
    }

    fn keep(&mut self, pc: u32, slots: &[Option<usize>]) {
        self.order.push(pc);
        let from = pc as usize * self.n_slots;
        self.slots[from..from + self.n_slots].copy_from_slice(slots);
    }

    fn slots(&self, pc: u32) -> &[Option<usize>] {
        let from = pc as usize * self.n_slots;
        &self.slots[from..from + self.n_slots]
    }
}

/// Whether an assertion holds at a position.
fn holds_at(look: Look, text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let is_word = |c: Option<char>| c.is_some_and(|c| c == '_' || c.is_ascii_alphanumeric());
    match look {
        Look::Start => before.is_none(),
        Look::End => after.is_none(),
        Look::StartLF => before.is_none_or(|c| c == '\n'),
        Look::EndLF => after.is_none_or(|c| c == '\n'),
        Look::WordAscii => is_word(before) != is_word(after),
        Look::WordAsciiNegate => is_word(before) == is_word(after),
        // The parser creates no others.
        _ => false,
    }
}

struct Compiler {
    instructions: Vec<Instruction>,
    classes: Vec<ClassUnicode>,
    /// The class of each node, so that repeated nodes share it.
    of_node: HashMap<*const Hir, u32>,
}

impl Compiler {
    fn here(&self) -> u32 {
        self.instructions.len() as u32
    }

    /// Stores the start and the end of a group.
    fn group(&mut self, idx: u32, with_groups: bool, inner: impl FnOnce(&mut Self)) {
        if with_groups {
            self.instructions.push(Instruction::Save(2 * idx));
        }
        inner(self);
        if with_groups {
            self.instructions.push(Instruction::Save(2 * idx + 1));
        }
    }

    fn node(&mut self, hir: &Hir, with_groups: bool) {
        deeper(|| self.node_of_kind(hir, with_groups));
    }

    fn node_of_kind(&mut self, hir: &Hir, with_groups: bool) {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Look(look) => self.instructions.push(Instruction::Look(*look)),
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                self.instructions.extend(text.chars().map(Instruction::Char));
            }
            HirKind::Class(Class::Unicode(class)) => self.class(hir, class),
            HirKind::Class(Class::Bytes(_)) => self.instructions.push(Instruction::Fail),
            HirKind::Capture(capture) => {
                self.group(capture.index, with_groups, |compiler| compiler.node(&capture.sub, with_groups));
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.node(part, with_groups)),
            HirKind::Alternation(parts) => self.alternation(parts, with_groups),
            HirKind::Repetition(repetition) => self.repetition(repetition, with_groups),
        }
    }

    fn class(&mut self, hir: &Hir, class: &ClassUnicode) {
        let next = self.classes.len() as u32;
        let idx = *self.of_node.entry(std::ptr::from_ref(hir)).or_insert(next);
        if idx == next {
            self.classes.push(class.clone());
        }
        self.instructions.push(Instruction::Class(idx));
    }

    fn alternation(&mut self, parts: &[Hir], with_groups: bool) {
        let mut jumps = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            let split = self.here();
            let is_last = i + 1 == parts.len();
            if !is_last {
                self.instructions.push(Instruction::Split(split + 1, 0));
            }
            self.node(part, with_groups);
            if !is_last {
                jumps.push(self.here());
                self.instructions.push(Instruction::Jump(0));
                self.instructions[split as usize] = Instruction::Split(split + 1, self.here());
            }
        }
        for jump in jumps {
            self.instructions[jump as usize] = Instruction::Jump(self.here());
        }
    }

    fn repetition(&mut self, repetition: &Repetition, with_groups: bool) {
        for _ in 0..repetition.min {
            self.node(&repetition.sub, with_groups);
        }
        let Some(max) = repetition.max else { return self.star(repetition, with_groups) };
        let mut splits = Vec::new();
        for _ in repetition.min..max {
            splits.push(self.here());
            self.instructions.push(Instruction::Fail);
            self.node(&repetition.sub, with_groups);
        }
        let end = self.here();
        for split in splits {
            self.instructions[split as usize] = choice(repetition.greedy, split + 1, end);
        }
    }

    /// `x*`, compiled as `(x+)?` if `x` may be empty.
    fn star(&mut self, repetition: &Repetition, with_groups: bool) {
        let split = self.here();
        self.instructions.push(Instruction::Fail);
        self.node(&repetition.sub, with_groups);
        let again = self.here();
        let is_empty = repetition.sub.properties().minimum_len() == Some(0);
        let back = if is_empty { choice(repetition.greedy, split + 1, again + 1) } else { Instruction::Jump(split) };
        self.instructions.push(back);
        self.instructions[split as usize] = choice(repetition.greedy, split + 1, self.here());
    }
}

fn choice(greedy: bool, inner: u32, behind: u32) -> Instruction {
    if greedy { Instruction::Split(inner, behind) } else { Instruction::Split(behind, inner) }
}

//! Writes an ONNX model: the few messages of its protocol buffers that a graph of ours needs.
//!
//! A message is a run of fields; a field is its number, its wire type, and a number or a length with bytes.

/// What a tensor holds, by ONNX's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Single precision.
    Float,
    /// Whole numbers from 0 to 255.
    Byte,
    /// Whole numbers.
    Long,
    /// Half precision.
    Half,
}

impl Kind {
    fn number(self) -> u64 {
        match self {
            Self::Float => 1,
            Self::Byte => 2,
            Self::Long => 7,
            Self::Half => 10,
        }
    }
}

/// How long an axis is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Axis {
    /// Always this long.
    Fixed(usize),
    /// As long as every other axis of this name.
    Named(&'static str),
}

/// A setting of a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Setting<'a> {
    /// A number.
    Real(f32),
    /// A whole number.
    Whole(i64),
    /// Several whole numbers.
    Wholes(&'a [i64]),
}

/// The operators that are ONNX Runtime's own.
const OWN: &[&str] = &["DynamicQuantizeMatMul", "FusedMatMul", "Gelu"];
const OWN_DOMAIN: &str = "com.microsoft";
/// The version of ONNX's operators that is written here.
const OPERATORS: u64 = 17;
const FORMAT: u64 = 9;

/// A model that is being written. Every value in it has a name.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<u8>,
    constants: Vec<u8>,
    inputs: Vec<u8>,
    outputs: Vec<u8>,
    names: usize,
}

impl Graph {
    /// What is given to the model at each run, in the order of these calls.
    pub(super) fn input(&mut self, name: &str, kind: Kind, shape: &[Axis]) {
        field(&mut self.inputs, 11, &described(name, kind, shape));
    }

    /// What the model gives back, in the order of these calls.
    pub(super) fn output(&mut self, name: &str, kind: Kind, shape: &[Axis]) {
        field(&mut self.outputs, 12, &described(name, kind, shape));
    }

    /// A tensor that is part of the model; `bytes` little-endian, the last axis nearest.
    pub(super) fn constant(&mut self, kind: Kind, shape: &[usize], bytes: &[u8]) -> String {
        let name = self.name();
        let mut tensor = Vec::with_capacity(bytes.len() + 64);
        for length in shape {
            number(&mut tensor, 1, whole(*length));
        }
        number(&mut tensor, 2, kind.number());
        field(&mut tensor, 8, name.as_bytes());
        field(&mut tensor, 9, bytes);
        field(&mut self.constants, 5, &tensor);
        name
    }

    /// A list of whole numbers that is part of the model.
    pub(super) fn list(&mut self, numbers: &[i64]) -> String {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.constant(Kind::Long, &[numbers.len()], &bytes)
    }

    /// An operator with one result: its name.
    pub(super) fn node(&mut self, operator: &str, inputs: &[&str], settings: &[(&str, Setting<'_>)]) -> String {
        let name = self.name();
        self.named(operator, inputs, &[&name], settings);
        name
    }

    /// An operator with several results: their names.
    pub(super) fn split<const N: usize>(
        &mut self,
        operator: &str,
        inputs: &[&str],
        settings: &[(&str, Setting<'_>)],
    ) -> [String; N] {
        let names = std::array::from_fn(|_| self.name());
        let outputs: Vec<&str> = names.iter().map(String::as_str).collect();
        self.named(operator, inputs, &outputs, settings);
        names
    }

    /// An operator whose results have these names.
    pub(super) fn named(
        &mut self,
        operator: &str,
        inputs: &[&str],
        outputs: &[&str],
        settings: &[(&str, Setting<'_>)],
    ) {
        let mut node = Vec::new();
        for input in inputs {
            field(&mut node, 1, input.as_bytes());
        }
        for output in outputs {
            field(&mut node, 2, output.as_bytes());
        }
        field(&mut node, 4, operator.as_bytes());
        for (name, setting) in settings {
            field(&mut node, 5, &attribute(name, *setting));
        }
        if OWN.contains(&operator) {
            field(&mut node, 7, OWN_DOMAIN.as_bytes());
        }
        field(&mut self.nodes, 1, &node);
    }

    /// The bytes of the model.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut graph = self.nodes;
        field(&mut graph, 2, b"whisper");
        graph.extend(self.constants);
        graph.extend(self.inputs);
        graph.extend(self.outputs);
        let mut model = Vec::with_capacity(graph.len() + 64);
        number(&mut model, 1, FORMAT);
        field(&mut model, 7, &graph);
        for (domain, version) in [("", OPERATORS), (OWN_DOMAIN, 1)] {
            let mut operators = Vec::new();
            field(&mut operators, 1, domain.as_bytes());
            number(&mut operators, 2, version);
            field(&mut model, 8, &operators);
        }
        model
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("{}", self.names)
    }
}

/// A value's name, kind and shape.
fn described(name: &str, kind: Kind, shape: &[Axis]) -> Vec<u8> {
    let mut axes = Vec::new();
    for axis in shape {
        let mut length = Vec::new();
        match axis {
            Axis::Fixed(fixed) => number(&mut length, 1, whole(*fixed)),
            Axis::Named(name) => field(&mut length, 2, name.as_bytes()),
        }
        field(&mut axes, 1, &length);
    }
    let mut tensor = Vec::new();
    number(&mut tensor, 1, kind.number());
    field(&mut tensor, 2, &axes);
    let mut value = Vec::new();
    field(&mut value, 1, &tensor);
    let mut described = Vec::new();
    field(&mut described, 1, name.as_bytes());
    field(&mut described, 2, &value);
    described
}

fn attribute(name: &str, setting: Setting<'_>) -> Vec<u8> {
    let mut attribute = Vec::new();
    field(&mut attribute, 1, name.as_bytes());
    let kind = match setting {
        Setting::Real(value) => {
            key(&mut attribute, 2, 5);
            attribute.extend(value.to_le_bytes());
            1
        }
        Setting::Whole(value) => {
            number(&mut attribute, 3, value.cast_unsigned());
            2
        }
        Setting::Wholes(values) => {
            for value in values {
                number(&mut attribute, 8, value.cast_unsigned());
            }
            7
        }
    };
    number(&mut attribute, 20, kind);
    attribute
}

/// A field that holds bytes: text, or a message.
fn field(message: &mut Vec<u8>, place: u64, bytes: &[u8]) {
    key(message, place, 2);
    varint(message, whole(bytes.len()));
    message.extend_from_slice(bytes);
}

/// A field that holds a whole number.
fn number(message: &mut Vec<u8>, place: u64, value: u64) {
    key(message, place, 0);
    varint(message, value);
}

fn key(message: &mut Vec<u8>, place: u64, wire: u64) {
    varint(message, (place << 3) | wire);
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn varint(message: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            message.push(low & 0x7f);
            return;
        }
        message.push(low | 0x80);
    }
}

fn whole(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_seven_bits_at_a_time() {
        let mut message = Vec::new();
        number(&mut message, 1, 300);
        assert_eq!(message, [0x08, 0xac, 0x02]);
    }

    #[test]
    fn a_small_model_is_the_bytes_that_onnx_writes() {
        let mut graph = Graph::default();
        graph.input("x", Kind::Float, &[Axis::Fixed(2)]);
        graph.named("Abs", &["x"], &["y"], &[]);
        graph.output("y", Kind::Float, &[Axis::Named("n")]);
        let node = b"\x0a\x0b\x0a\x01x\x12\x01y\x22\x03Abs".as_slice();
        let name = b"\x12\x07whisper".as_slice();
        let input = b"\x5a\x0f\x0a\x01x\x12\x0a\x0a\x08\x08\x01\x12\x04\x0a\x02\x08\x02".as_slice();
        let output = b"\x62\x10\x0a\x01y\x12\x0b\x0a\x09\x08\x01\x12\x05\x0a\x03\x12\x01n".as_slice();
        let graph_bytes = [node, name, input, output].concat();
        let mut expected = vec![0x08, 9, 0x3a, u8::try_from(graph_bytes.len()).unwrap()];
        expected.extend(graph_bytes);
        expected.extend(b"\x42\x04\x0a\x00\x10\x11\x42\x11\x0a\x0dcom.microsoft\x10\x01");
        assert_eq!(graph.finish(), expected);
    }
}

//! Values of a column as text.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BinaryArray, BinaryViewArray, FixedSizeBinaryArray,
    LargeBinaryArray, LargeStringArray, StringArray, StringViewArray,
    temporal_conversions as temporal,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};

/// Gives the text of one value after the other.
pub(super) struct Texts<'a> {
    array: &'a ArrayRef,
    column: Column<'a>,
    nulls: Option<&'a NullBuffer>,
    length: usize,
    buffer: Vec<u8>,
}

/// A column whose type has been looked at, so that it need not be for each of its values.
enum Column<'a> {
    Text(&'a StringArray),
    LargeText(&'a LargeStringArray),
    TextView(&'a StringViewArray),
    Bytes(&'a BinaryArray),
    LargeBytes(&'a LargeBinaryArray),
    BytesView(&'a BinaryViewArray),
    FixedBytes(&'a FixedSizeBinaryArray),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    Other,
}

impl<'a> Column<'a> {
    fn of(array: &'a ArrayRef) -> Self {
        use DataType as T;
        match array.data_type() {
            T::Utf8 => Self::Text(array.as_string()),
            T::LargeUtf8 => Self::LargeText(array.as_string()),
            T::Utf8View => Self::TextView(array.as_string_view()),
            T::Binary => Self::Bytes(array.as_binary()),
            T::LargeBinary => Self::LargeBytes(array.as_binary()),
            T::BinaryView => Self::BytesView(array.as_binary_view()),
            T::FixedSizeBinary(_) => Self::FixedBytes(array.as_fixed_size_binary()),
            T::Int32 => Self::Int32(array.as_primitive::<Int32Type>().values()),
            T::Int64 => Self::Int64(array.as_primitive::<Int64Type>().values()),
            _ => Self::Other,
        }
    }
}

impl<'a> Texts<'a> {
    pub(super) fn new(array: &'a ArrayRef) -> Self {
        let (column, nulls, length) = (Column::of(array), array.nulls(), array.len());
        Self { array, column, nulls, length, buffer: Vec::new() }
    }

    /// Whether values of this type have a text.
    pub(super) fn reads(data_type: &DataType) -> bool {
        use DataType as T;
        match data_type {
            T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Date32 | T::Date64 => true,
            T::Binary | T::LargeBinary | T::BinaryView | T::FixedSizeBinary(_) => true,
            T::Decimal32(_, _) | T::Decimal64(_, _) => true,
            T::Decimal128(_, _) | T::Decimal256(_, _) | T::Timestamp(_, _) => true,
            other => other.is_integer() || matches!(other, T::Float32 | T::Float64),
        }
    }

    /// Whether values of this type can hold nothing that is looked for.
    pub(super) fn is_dull(data_type: &DataType) -> bool {
        use DataType as T;
        matches!(
            data_type,
            T::Null
                | T::Boolean
                | T::Float16
                | T::Time32(_)
                | T::Time64(_)
                | T::Duration(_)
                | T::Interval(_)
        )
    }

    /// Whether the values may be anything but text.
    pub(super) fn may_be_bytes(&self) -> bool {
        use Column as C;
        matches!(self.column, C::Bytes(_) | C::LargeBytes(_) | C::BytesView(_) | C::FixedBytes(_))
    }

    /// The text of a value; `None` for null.
    #[inline]
    pub(super) fn get(&mut self, index: usize) -> Option<&[u8]> {
        if index >= self.length || self.nulls.is_some_and(|nulls| nulls.is_null(index)) {
            return None;
        }
        match self.column {
            Column::Text(texts) => Some(texts.value(index).as_bytes()),
            Column::LargeText(texts) => Some(texts.value(index).as_bytes()),
            Column::TextView(texts) => Some(texts.value(index).as_bytes()),
            Column::Bytes(values) => Some(values.value(index)),
            Column::LargeBytes(values) => Some(values.value(index)),
            Column::BytesView(values) => Some(values.value(index)),
            Column::FixedBytes(values) => Some(values.value(index)),
            Column::Int32(numbers) => Some(self.integer(i64::from(numbers[index]))),
            Column::Int64(numbers) => Some(self.integer(numbers[index])),
            Column::Other => {
                self.buffer.clear();
                number(self.array, self.array.data_type(), index, &mut self.buffer);
                Some(&self.buffer)
            }
        }
    }

    /// What `Display` would write, which takes several times as long.
    fn integer(&mut self, number: i64) -> &[u8] {
        const DIGITS_MAX: usize = 20;
        let mut digits = [0; DIGITS_MAX];
        let (mut at, mut left) = (DIGITS_MAX, number.unsigned_abs());
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if number < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(&digits[at..]);
        &self.buffer
    }
}

fn number(array: &ArrayRef, data_type: &DataType, index: usize, out: &mut Vec<u8>) {
    use DataType as T;
    match data_type {
        T::Int8 => write_native::<Int8Type>(array, index, out),
        T::Int16 => write_native::<Int16Type>(array, index, out),
        T::UInt8 => write_native::<UInt8Type>(array, index, out),
        T::UInt16 => write_native::<UInt16Type>(array, index, out),
        T::UInt32 => write_native::<UInt32Type>(array, index, out),
        T::UInt64 => write_native::<UInt64Type>(array, index, out),
        T::Float32 => write_native::<Float32Type>(array, index, out),
        T::Float64 => write_native::<Float64Type>(array, index, out),
        T::Decimal32(precision, scale) => {
            write_decimal::<Decimal32Type>(array, index, *precision, *scale, out);
        }
        T::Decimal64(precision, scale) => {
            write_decimal::<Decimal64Type>(array, index, *precision, *scale, out);
        }
        T::Decimal128(precision, scale) => {
            write_decimal::<Decimal128Type>(array, index, *precision, *scale, out);
        }
        T::Decimal256(precision, scale) => {
            write_decimal::<Decimal256Type>(array, index, *precision, *scale, out);
        }
        _ => time(array, data_type, index, out),
    }
}

fn write_native<T: ArrowPrimitiveType>(array: &ArrayRef, index: usize, out: &mut Vec<u8>)
where
    T::Native: std::fmt::Display,
{
    let value = array.as_primitive::<T>().value(index);
    // Writing to memory cannot fail.
    let _ = write!(out, "{value}");
}

fn write_decimal<T: DecimalType>(
    array: &ArrayRef,
    index: usize,
    precision: u8,
    scale: i8,
    out: &mut Vec<u8>,
) {
    let value = array.as_primitive::<T>().value(index);
    out.extend_from_slice(T::format_decimal(value, precision, scale).as_bytes());
}

fn time(array: &ArrayRef, data_type: &DataType, index: usize, out: &mut Vec<u8>) {
    use DataType as T;
    let when = match data_type {
        T::Date32 => temporal::date32_to_datetime(array.as_primitive::<Date32Type>().value(index)),
        T::Date64 => temporal::date64_to_datetime(array.as_primitive::<Date64Type>().value(index)),
        T::Timestamp(TimeUnit::Second, _) => temporal::timestamp_s_to_datetime(
            array.as_primitive::<TimestampSecondType>().value(index),
        ),
        T::Timestamp(TimeUnit::Millisecond, _) => temporal::timestamp_ms_to_datetime(
            array.as_primitive::<TimestampMillisecondType>().value(index),
        ),
        T::Timestamp(TimeUnit::Microsecond, _) => temporal::timestamp_us_to_datetime(
            array.as_primitive::<TimestampMicrosecondType>().value(index),
        ),
        _ => temporal::timestamp_ns_to_datetime(
            array.as_primitive::<TimestampNanosecondType>().value(index),
        ),
    };
    let Some(when) = when else { return };
    let _ = match data_type {
        T::Date32 | T::Date64 => write!(out, "{}", when.date()),
        _ => write!(out, "{when}"),
    };
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Int32Array, Int64Array};

    use super::*;

    #[test]
    fn integers_are_written_as_display_does() {
        let numbers = [0, 7, -7, 10, -10, 4_111_111_111_111_111, i64::MAX, i64::MIN];
        let column: ArrayRef = Arc::new(Int64Array::from(numbers.to_vec()));
        let mut texts = Texts::new(&column);
        for (index, number) in numbers.iter().enumerate() {
            assert_eq!(texts.get(index), Some(number.to_string().as_bytes()));
        }
        let column: ArrayRef = Arc::new(Int32Array::from(vec![Some(i32::MIN), None]));
        let mut texts = Texts::new(&column);
        assert_eq!(texts.get(0), Some(&b"-2147483648"[..]));
        assert_eq!(texts.get(1), None);
        assert_eq!(texts.get(2), None);
    }
}

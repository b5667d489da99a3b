//! Values of a column as text.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, temporal_conversions as temporal};
use arrow_schema::{DataType, TimeUnit};

/// Gives the text of one value after the other.
pub(super) struct Texts<'a> {
    array: &'a ArrayRef,
    buffer: Vec<u8>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(array: &'a ArrayRef) -> Self {
        Self { array, buffer: Vec::new() }
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
        use DataType as T;
        matches!(
            self.array.data_type(),
            T::Binary | T::LargeBinary | T::BinaryView | T::FixedSizeBinary(_)
        )
    }

    /// The text of a value; `None` for null.
    pub(super) fn get(&mut self, index: usize) -> Option<&[u8]> {
        use DataType as T;
        if index >= self.array.len() || self.array.is_null(index) {
            return None;
        }
        let array = self.array;
        match array.data_type() {
            T::Utf8 => Some(array.as_string::<i32>().value(index).as_bytes()),
            T::LargeUtf8 => Some(array.as_string::<i64>().value(index).as_bytes()),
            T::Utf8View => Some(array.as_string_view().value(index).as_bytes()),
            T::Binary => Some(array.as_binary::<i32>().value(index)),
            T::LargeBinary => Some(array.as_binary::<i64>().value(index)),
            T::BinaryView => Some(array.as_binary_view().value(index)),
            T::FixedSizeBinary(_) => Some(array.as_fixed_size_binary().value(index)),
            other => {
                self.buffer.clear();
                number(array, other, index, &mut self.buffer);
                Some(&self.buffer)
            }
        }
    }
}

fn number(array: &ArrayRef, data_type: &DataType, index: usize, out: &mut Vec<u8>) {
    use DataType as T;
    match data_type {
        T::Int8 => write_native::<Int8Type>(array, index, out),
        T::Int16 => write_native::<Int16Type>(array, index, out),
        T::Int32 => write_native::<Int32Type>(array, index, out),
        T::Int64 => write_native::<Int64Type>(array, index, out),
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

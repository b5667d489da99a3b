//! The columns at the top of a Parquet file. Each is read as a file of that one column: what a library does for
//! every column of a file's schema is then done once for each, however many there are.

use std::ops::Range;
use std::sync::Arc;

use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{FileMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type};

/// A column at the top, with all that is nested in it.
pub(super) struct Root {
    pub(super) name: String,
    /// Its numbers among the columns that hold values.
    pub(super) leaves: Range<usize>,
    schema: SchemaDescPtr,
}

/// All of them that hold values, in their order.
pub(super) fn roots(metadata: &ParquetMetaData) -> Result<Vec<Root>> {
    let schema = metadata.file_metadata().schema_descr();
    let mut roots = Vec::new();
    let mut leaf = 0;
    for (index, field) in schema.root_schema().get_fields().iter().enumerate() {
        let first = leaf;
        while leaf < schema.num_columns() && schema.get_column_root_idx(leaf) == index {
            leaf += 1;
        }
        if first == leaf {
            continue;
        }
        let alone = Type::group_type_builder(schema.root_schema().name())
            .with_fields(vec![Arc::clone(field)])
            .build()?;
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(alone)));
        roots.push(Root { name: field.name().to_owned(), leaves: first..leaf, schema });
    }
    Ok(roots)
}

impl Root {
    /// What would be said of the file if it held this column and these rows alone.
    pub(super) fn alone(
        &self,
        metadata: &ParquetMetaData,
        group: &RowGroupMetaData,
    ) -> Result<Arc<ParquetMetaData>> {
        let chunks = group.columns().get(self.leaves.clone()).unwrap_or_default();
        let group = RowGroupMetaData::builder(Arc::clone(&self.schema))
            .set_num_rows(group.num_rows())
            .set_total_byte_size(group.total_byte_size())
            .set_column_metadata(chunks.to_vec())
            .build()?;
        let footer = metadata.file_metadata();
        let writer = footer.created_by().map(str::to_owned);
        let schema = Arc::clone(&self.schema);
        let footer =
            FileMetaData::new(footer.version(), footer.num_rows(), writer, None, schema, None);
        Ok::<_, ParquetError>(Arc::new(ParquetMetaData::new(footer, vec![group])))
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::metadata::ParquetMetaDataBuilder;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    #[test]
    fn a_column_is_read_without_the_others() {
        let message = "message m { required binary a; \
                       required group b { required int32 c; required int64 d; } required int32 e; }";
        let schema = parse_message_type(message).unwrap();
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
        let chunks = schema.columns().iter().map(|column| {
            parquet::file::metadata::ColumnChunkMetaData::builder(Arc::clone(column)).build()
        });
        let group = RowGroupMetaData::builder(Arc::clone(&schema))
            .set_num_rows(7)
            .set_column_metadata(chunks.collect::<Result<_>>().unwrap())
            .build()
            .unwrap();
        let footer = FileMetaData::new(1, 7, None, None, schema, None);
        let metadata = ParquetMetaDataBuilder::new(footer).add_row_group(group).build();
        let roots = roots(&metadata).unwrap();
        let told: Vec<_> = roots.iter().map(|root| (&root.name[..], root.leaves.clone())).collect();
        assert_eq!(told, [("a", 0..1), ("b", 1..3), ("e", 3..4)]);
        for root in &roots {
            let alone = root.alone(&metadata, metadata.row_group(0)).unwrap();
            assert_eq!(alone.file_metadata().schema_descr().num_columns(), root.leaves.len());
            assert_eq!((alone.num_row_groups(), alone.row_group(0).num_rows()), (1, 7));
            assert_eq!(alone.row_group(0).columns().len(), root.leaves.len());
        }
    }
}

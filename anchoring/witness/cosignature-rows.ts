import type { Tx } from '@gbc/prisma';

/** A witness's signature under a published checkpoint. */
export interface CosignatureRow {
  readonly treeSize: number;
  /** Name of the witness's key. */
  readonly witness: string;
  /** The signature line with its newline. */
  readonly line: string;
  readonly cosignedAt: Date;
}

/** Keeps a cosignature; a later one by the same witness of the same tree replaces it. */
export async function recordCosignature(query: Tx['query'], row: CosignatureRow): Promise<void> {
  await query(
    `insert into log_cosignature (tree_size, witness, line, cosigned_at) values ($1, $2, $3, $4)
     on conflict (tree_size, witness) do update set line = excluded.line, cosigned_at = excluded.cosigned_at`,
    [row.treeSize, row.witness, row.line, row.cosignedAt],
  );
}

/** The newest tree that each of these witnesses has cosigned. */
export async function readWitnessedSizes(query: Tx['query'], witnesses: readonly string[]): Promise<Map<string, { readonly treeSize: number; readonly cosignedAt: Date }>> {
  const { rows } = await query<{ witness: string; tree_size: bigint; cosigned_at: Date }>(
    'select distinct on (witness) witness, tree_size, cosigned_at from log_cosignature where witness = any($1) order by witness, tree_size desc',
    [witnesses],
  );
  return new Map(rows.map((row) => [row.witness, { treeSize: Number(row.tree_size), cosignedAt: row.cosigned_at }]));
}

/**
 * The checkpoint with its cosignatures, as one note, that most witnesses have signed among those of at least `leastSize`
 * leaves; the smallest such tree.
 */
export async function readWitnessedNote(query: Tx['query'], leastSize: number): Promise<{ readonly treeSize: number; readonly note: string } | undefined> {
  const { rows } = await query<{ tree_size: bigint; note: string; lines: string }>(
    `select tree_size, note, string_agg(line, '' order by witness) as lines
     from log_cosignature join log_checkpoint using (tree_size) where tree_size >= $1
     group by tree_size, note order by count(*) desc, tree_size limit 1`,
    [leastSize],
  );
  return rows[0] && { treeSize: Number(rows[0].tree_size), note: rows[0].note + rows[0].lines };
}

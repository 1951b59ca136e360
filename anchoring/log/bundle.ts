import { decodeEntry, encodeEntry, entrySizeBytes, MalformedError } from '@gbc/anchoring-verifier';

const recordSizeBytes = 2 + entrySizeBytes;

/** An entry bundle (C2SP tlog-tiles): each entry behind its length as a big-endian uint16. */
export function encodeBundle(commitments: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(commitments.length * recordSizeBytes);
  const view = new DataView(bundle.buffer);
  commitments.forEach((commitment, position) => {
    view.setUint16(position * recordSizeBytes, entrySizeBytes);
    bundle.set(encodeEntry(commitment), position * recordSizeBytes + 2);
  });
  return bundle;
}

/** The commitments of a bundle. @throws MalformedError where it holds anything but whole entries of version 1 */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] {
  const commitments: Uint8Array[] = [];
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  for (let offset = 0; offset < bundle.length; offset += recordSizeBytes) {
    if (offset + recordSizeBytes > bundle.length || view.getUint16(offset) !== entrySizeBytes) throw new MalformedError(`entry ${commitments.length} of the bundle has another length`);
    commitments.push(decodeEntry(bundle.subarray(offset + 2, offset + recordSizeBytes)));
  }
  return commitments;
}

/** Bytes of the first `width` entries of a bundle. */
export const bundleSizeBytes = (width: number): number => width * recordSizeBytes;

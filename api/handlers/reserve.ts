import { proveReserve } from '@gbc/bank';
import type { Role, SignedIn } from '@gbc/identity';
import { readReserveProof, type ReserveProof } from '@gbc/ledger';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Ids = 'getReserveProof' | 'proveReserve';

const provers: readonly Role[] = ['finance-supervisor', 'bank-operator', 'regulator'];
const mayProve = (by: SignedIn) => by.memberships.some(({ role }) => provers.includes(role));

const proofView = ({ proofId, provedAt, agrees, custodyFen, supplyFen, balancesFen, lines }: ReserveProof) => ({
  ...present({ proofId, provedAt, agrees, custodyFen, supplyFen, balancesFen }),
  lines: lines.map(({ kind, id, bankFen, ledgerFen, state }) => ({ ...present({ kind, id, bankFen, ledgerFen, state }) })),
});

export function reserveHandlers({ database, env, bank }: ApiParts): Handlers<Ids> {
  return {
    getReserveProof: {
      async answer() {
        const proof = await readReserveProof(database.read);
        return { proof: proof ? proofView(proof) : null };
      },
    },
    proveReserve: {
      // The bank is asked outside of any transaction; a proof is one of its own, and proving again is a newer one.
      run: async () => ({}),
      async answer({ by }) {
        if (!mayProve(by)) throw new ApiError('access.denied');
        return proofView(await proveReserve({ database, env, bank: bank.custodian, pollFeed: bank.pollFeed }));
      },
    },
  };
}

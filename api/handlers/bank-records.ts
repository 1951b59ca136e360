import { checkBankRecord, enterBankRecord, readBankRecords, type BankRecord } from '@gbc/bank';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import { asClerk, deskOf, requirePaperReader } from '../bank-clerk.ts';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Ids = 'getBankDesk' | 'listBankRecords' | 'enterBankRecord' | 'checkBankRecord';

/** How the bank is spoken to, and what is on its papers where that is off line. */
export function bankRecordHandlers({ database, env, bank, stream }: ApiParts): Handlers<Ids> {
  const { read } = database;

  async function recordViews(by: SignedIn, records: readonly BankRecord[]) {
    const names = await readPersonNames(read, records.flatMap(({ enteredBy, checkedBy }) => (checkedBy === null ? [enteredBy] : [enteredBy, checkedBy])));
    return records.map(({ recordId, paper, state, enteredBy, enteredAt, checkedBy, checkedAt, differences }) => {
      const isMine = enteredBy === by.personId;
      return {
        ...present({ recordId, state, enteredAt, checkedAt }),
        kind: paper.kind,
        paper: state === 'entered' && !isMine ? null : paper,
        enteredBy: names.get(enteredBy) ?? null,
        checkedBy: checkedBy === null ? null : (names.get(checkedBy) ?? null),
        differences: [...differences],
        mayCheck: state === 'entered' && !isMine && deskOf(by) !== undefined,
      };
    });
  }
  const oneRecord = async (by: SignedIn, recordId = '') => {
    const [view] = await recordViews(by, (await readBankRecords(read)).filter((record) => record.recordId === recordId));
    if (!view) throw new ApiError('bank.recordUnknown', { recordId });
    return view;
  };

  return {
    getBankDesk: {
      answer: () => Promise.resolve({ adapter: bank.adapter, isSimulated: bank.address !== null, account: bank.account }),
    },
    listBankRecords: {
      async answer({ by }) {
        requirePaperReader(by);
        return { items: await recordViews(by, await readBankRecords(read)) };
      },
    },
    enterBankRecord: {
      async run(tx, { by, body: { paper } }) {
        const clerk = asClerk(by);
        if (bank.adapter !== 'manual') throw new ApiError('bank.notManual');
        return { recordId: await enterBankRecord(tx, env, { by: clerk, paper }) };
      },
      async answer({ by }, { recordId }) {
        stream.publish('deposits');
        return oneRecord(by, recordId);
      },
    },
    checkBankRecord: {
      async run(tx, { by, params: { recordId = '' }, body: { paper } }) {
        await checkBankRecord(tx, env, { by: asClerk(by), recordId, paper });
        return { recordId };
      },
      async answer({ by }, { recordId }) {
        await bank.pollFeed();
        stream.publish('deposits');
        return oneRecord(by, recordId);
      },
    },
  };
}

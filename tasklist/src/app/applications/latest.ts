import type { Application } from '../../api/models/application';
import type { Decision } from '../../api/models/decision';
import type { Revision } from '../../api/models/revision';

/** The revision that is judged now; none while it is the first draft. */
export function latestRevision(application: Application): Revision | undefined {
  return application.revisions.reduce<Revision | undefined>((latest, it) => (!latest || it.revision > latest.revision ? it : latest), undefined);
}

/** Decisions whose reason is meant for who acts next. */
const remarks = new Set(['review.forwarded', 'opinion.approved', 'opinion.rejected', 'receipt.disputed', 'disputeAnswer.answered', 'disputeAnswer.conceded']);

/** What the newest decision said to who acts now, if it said anything to them. */
export function latestRemark(application: Application): Decision | undefined {
  const newest = application.decisions
    .filter((it) => it.state !== 'refused' && it.decision !== 'correction')
    .reduce<Decision | undefined>((latest, it) => (!latest || it.at > latest.at ? it : latest), undefined);
  return newest && remarks.has(`${newest.decision}.${newest.outcome}`) ? newest : undefined;
}

/** Why the application came back: the newest decision, if it sent it back or asked for more. */
export function returnedBecause(application: Application): Decision | undefined {
  const newest = application.decisions
    .filter((it) => it.state !== 'refused' && ['review', 'payout', 'secondPayout', 'redemption'].includes(it.decision))
    .reduce<Decision | undefined>((latest, it) => (!latest || it.at > latest.at ? it : latest), undefined);
  return newest && newest.revision === application.revision && ['rejected', 'moreNeeded'].includes(newest.outcome) ? newest : undefined;
}

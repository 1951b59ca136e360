import type { KnownDifferences } from '@gbc/engine/behaviour';

const letThrough = 'Zeebe lets it through';
const clock = 'its test engine’s clock goes over the moment: time moves in steps of seconds';
const bodies = 'no listener fires for the body of a multi-instance';
const worded = 'what is refused is worded by Zeebe';
const outgoing = 'Zeebe counts an event-based gateway’s flows by its `outgoing`, which the suite’s files leave out';
const call = 'the key of the call is a variable of the called process';
const loops = 'Zeebe refuses a process that calls itself without a wait';

const accepted = [
  'a flow out of a subprocess', 'a flow into a start event', 'a flow out of an end event', 'retries that are no number', 'two forms of one task', 'a priority over 100',
  'a priority on a job-based task', 'an unknown attribute of an extension', 'an unknown extension', 'a Camunda 7 attribute', 'a loop without a wait', 'a standard loop',
];
const refusals = ['at the start of a start event', 'at the start of a boundary event', 'at the end of a gateway', 'at the end of an error end event', 'twice the same', 'of another event'];
const refused = (names: readonly string[], reason: string) => Object.fromEntries(names.map((name) => [`refused: ${name}`, reason]));

/** Tests of the behaviour suite that the adapter doesn't pass, each with the reason. A test that passes may not stay here. */
export const knownDifferences: KnownDifferences = {
  ...refused(accepted, letThrough),
  ...refused(refusals, worded),
  'variables over 4 MiB, or that are no JSON object, are refused': 'Zeebe takes a variable whose name has a NUL in it',
  'odd names and values come back as they were': 'gRPC’s texts are UTF-8, which has no lone surrogates',
  'after another failure of the work only the first start listener does': 'the first is ours',
  'a failed job is tried again after its back-off, with one retry less': clock,
  'a job that times out is given out again; the late answer changes nothing': clock,
  'an interrupting timer ends its task at the time, not before': clock,
  'a cycle without end stops when its task is completed': clock,
  'a buffered message reaches an instance that begins to wait until its time is over, to the millisecond': clock,
  'a cycle starts one after another until it is interrupted or done': clock,
  'a timer starts an instance: at a date, after a duration, by cycle and by cron': clock,
  'requirements in a circle or to nothing, and decisions without logic, are refused': worded,
  'tables that can\'t be evaluated are refused': worded,
  'expressions of start events see no variables; one that fails refuses the deployment and keeps the version before': worded,
  'variables: all go down and up by default, or only what the mappings say': call,
  'of a called process: the caller goes on after them, with what they bring': call,
  'a process that calls itself stops as deep as it may; cancelling the root ends them all': loops,
  'a process may call itself until its own condition ends it': loops,
  'in parallel: every item at once, with its own variables, and outputs in the order of the items': bodies,
  'something that is no list is an incident, and goes on when it is one': bodies,
  'the completion condition ends the rest: it counts those done, active and all': bodies,
  'a boundary timer hangs on the body: it fires once and ends all': bodies,
  'an error in one instance is caught at the body and ends the others': bodies,
  'two tokens inside one instance both count': bodies,
  'cancel ends the body and all inside': bodies,
  'whichever comes first goes on; no flow leads to it, and the others don\'t come': outgoing,
  'a message that is buffered decides at once': outgoing,
  'of events that are due at once the last in the file wins, as in Zeebe': outgoing,
  'what the event brings goes to the scope around, or by its output mappings': outgoing,
  'an event that can\'t be evaluated is an incident at the gateway, and nothing is waited for': outgoing,
  'with a key only one instance at a time runs; buffered messages start the next, in order': 'a process’s listener fires before its message’s variables are there',
};

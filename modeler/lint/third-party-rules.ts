/** The rules of others that we run: what bpmnlint recommends, and what Camunda says an 8.8 engine accepts. Imported one by one so that a browser bundle holds them too. */
import bpmnAdHocSubProcess from 'bpmnlint/rules/ad-hoc-sub-process.js';
import bpmnConditionalFlows from 'bpmnlint/rules/conditional-flows.js';
import bpmnEndEventRequired from 'bpmnlint/rules/end-event-required.js';
import bpmnEventBasedGateway from 'bpmnlint/rules/event-based-gateway.js';
import bpmnEventSubProcessTypedStartEvent from 'bpmnlint/rules/event-sub-process-typed-start-event.js';
import bpmnGlobal from 'bpmnlint/rules/global.js';
import bpmnLabelRequired from 'bpmnlint/rules/label-required.js';
import bpmnLinkEvent from 'bpmnlint/rules/link-event.js';
import bpmnNoBpmndi from 'bpmnlint/rules/no-bpmndi.js';
import bpmnNoComplexGateway from 'bpmnlint/rules/no-complex-gateway.js';
import bpmnNoDisconnected from 'bpmnlint/rules/no-disconnected.js';
import bpmnNoDuplicateSequenceFlows from 'bpmnlint/rules/no-duplicate-sequence-flows.js';
import bpmnNoGatewayJoinFork from 'bpmnlint/rules/no-gateway-join-fork.js';
import bpmnNoImplicitEnd from 'bpmnlint/rules/no-implicit-end.js';
import bpmnNoImplicitSplit from 'bpmnlint/rules/no-implicit-split.js';
import bpmnNoImplicitStart from 'bpmnlint/rules/no-implicit-start.js';
import bpmnNoInclusiveGateway from 'bpmnlint/rules/no-inclusive-gateway.js';
import bpmnNoOverlappingElements from 'bpmnlint/rules/no-overlapping-elements.js';
import bpmnSingleBlankStartEvent from 'bpmnlint/rules/single-blank-start-event.js';
import bpmnSingleEventDefinition from 'bpmnlint/rules/single-event-definition.js';
import bpmnStartEventRequired from 'bpmnlint/rules/start-event-required.js';
import bpmnSubProcessBlankStartEvent from 'bpmnlint/rules/sub-process-blank-start-event.js';
import bpmnSuperfluousGateway from 'bpmnlint/rules/superfluous-gateway.js';
import bpmnSuperfluousLabel from 'bpmnlint/rules/superfluous-label.js';
import bpmnSuperfluousTermination from 'bpmnlint/rules/superfluous-termination.js';
import camundaAdHocSubProcess from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/ad-hoc-sub-process.js';
import camundaCalledElement from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/called-element.js';
import camundaDuplicateExecutionListeners from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-execution-listeners.js';
import camundaDuplicateTaskHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-task-headers.js';
import camundaElementType from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/element-type/index.js';
import camundaErrorReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/error-reference.js';
import camundaEscalationBoundaryEventAttachedToRef from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/escalation-boundary-event-attached-to-ref.js';
import camundaEscalationReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/escalation-reference.js';
import camundaEventBasedGatewayTarget from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/event-based-gateway-target.js';
import camundaExecutableProcess from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/executable-process.js';
import camundaExecutionListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/execution-listener.js';
import camundaFeel from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel.js';
import camundaFeelCompatibility from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel-compatibility.js';
import camundaImplementation from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/implementation/index.js';
import camundaIoMapping from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/io-mapping.js';
import camundaLinkEvent from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/link-event.js';
import camundaLoopCharacteristics from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/loop-characteristics.js';
import camundaMessageReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/message-reference.js';
import camundaNoBeforeAllExecutionListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-before-all-execution-listener.js';
import camundaNoBusinessId from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-business-id.js';
import camundaNoCancelExecutionListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-cancel-execution-listener.js';
import camundaNoExecutionListenerHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-execution-listener-headers.js';
import camundaNoExpression from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-expression.js';
import camundaNoInterruptingEventSubprocess from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-interrupting-event-subprocess.js';
import camundaNoJobPriorityDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-job-priority-definition.js';
import camundaNoLoop from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-loop.js';
import camundaNoMultipleNoneStartEvents from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-multiple-none-start-events.js';
import camundaPriorityDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/priority-definition.js';
import camundaSequenceFlowCondition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/sequence-flow-condition.js';
import camundaSignalReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/signal-reference.js';
import camundaStartEventForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/start-event-form.js';
import camundaSubscription from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/subscription.js';
import camundaTaskListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-listener.js';
import camundaTaskSchedule from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-schedule.js';
import camundaTimer from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/timer/index.js';
import camundaUserTaskDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/user-task-definition.js';
import camundaUserTaskForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/user-task-form.js';
import camundaVariableName from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/variable-name.js';
import camundaVersionTag from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/version-tag.js';
import camundaWaitForCompletion from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/wait-for-completion.js';
import type { RuleFactory } from './rule.ts';

/**
 * By the name they have in bpmnlint's configuration. `fake-join` is left out: a flow that goes back to an earlier task is how
 * a rejection is drawn here, and the engine takes it as an exclusive merge.
 */
export const bpmnRules: Readonly<Record<string, RuleFactory>> = {
  'ad-hoc-sub-process': bpmnAdHocSubProcess,
  'conditional-flows': bpmnConditionalFlows,
  'end-event-required': bpmnEndEventRequired,
  'event-based-gateway': bpmnEventBasedGateway,
  'event-sub-process-typed-start-event': bpmnEventSubProcessTypedStartEvent,
  'global': bpmnGlobal,
  'label-required': bpmnLabelRequired,
  'link-event': bpmnLinkEvent,
  'no-bpmndi': bpmnNoBpmndi,
  'no-complex-gateway': bpmnNoComplexGateway,
  'no-disconnected': bpmnNoDisconnected,
  'no-duplicate-sequence-flows': bpmnNoDuplicateSequenceFlows,
  'no-gateway-join-fork': bpmnNoGatewayJoinFork,
  'no-implicit-end': bpmnNoImplicitEnd,
  'no-implicit-split': bpmnNoImplicitSplit,
  'no-implicit-start': bpmnNoImplicitStart,
  'no-inclusive-gateway': bpmnNoInclusiveGateway,
  'no-overlapping-elements': bpmnNoOverlappingElements,
  'single-blank-start-event': bpmnSingleBlankStartEvent,
  'single-event-definition': bpmnSingleEventDefinition,
  'start-event-required': bpmnStartEventRequired,
  'sub-process-blank-start-event': bpmnSubProcessBlankStartEvent,
  'superfluous-gateway': bpmnSuperfluousGateway,
  'superfluous-label': bpmnSuperfluousLabel,
  'superfluous-termination': bpmnSuperfluousTermination,
};

/**
 * By the name they have in Camunda's plugin. Left out are the rules on AI agents and connectors, which we don't run, and
 * `zeebe-user-task`, which our `user-task-native` replaces as an error.
 */
export const camundaRules: Readonly<Record<string, RuleFactory>> = {
  'ad-hoc-sub-process': camundaAdHocSubProcess,
  'called-element': camundaCalledElement,
  'duplicate-execution-listeners': camundaDuplicateExecutionListeners,
  'duplicate-task-headers': camundaDuplicateTaskHeaders,
  'element-type': camundaElementType,
  'error-reference': camundaErrorReference,
  'escalation-boundary-event-attached-to-ref': camundaEscalationBoundaryEventAttachedToRef,
  'escalation-reference': camundaEscalationReference,
  'event-based-gateway-target': camundaEventBasedGatewayTarget,
  'executable-process': camundaExecutableProcess,
  'execution-listener': camundaExecutionListener,
  'feel': camundaFeel,
  'feel-compatibility': camundaFeelCompatibility,
  'implementation': camundaImplementation,
  'io-mapping': camundaIoMapping,
  'link-event': camundaLinkEvent,
  'loop-characteristics': camundaLoopCharacteristics,
  'message-reference': camundaMessageReference,
  'no-before-all-execution-listener': camundaNoBeforeAllExecutionListener,
  'no-business-id': camundaNoBusinessId,
  'no-cancel-execution-listener': camundaNoCancelExecutionListener,
  'no-execution-listener-headers': camundaNoExecutionListenerHeaders,
  'no-expression': camundaNoExpression,
  'no-interrupting-event-subprocess': camundaNoInterruptingEventSubprocess,
  'no-job-priority-definition': camundaNoJobPriorityDefinition,
  'no-loop': camundaNoLoop,
  'no-multiple-none-start-events': camundaNoMultipleNoneStartEvents,
  'priority-definition': camundaPriorityDefinition,
  'sequence-flow-condition': camundaSequenceFlowCondition,
  'signal-reference': camundaSignalReference,
  'start-event-form': camundaStartEventForm,
  'subscription': camundaSubscription,
  'task-listener': camundaTaskListener,
  'task-schedule': camundaTaskSchedule,
  'timer': camundaTimer,
  'user-task-definition': camundaUserTaskDefinition,
  'user-task-form': camundaUserTaskForm,
  'variable-name': camundaVariableName,
  'version-tag': camundaVersionTag,
  'wait-for-completion': camundaWaitForCompletion,
};

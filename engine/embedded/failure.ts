/** Zeebe's names for what can stop an element. */
export type IncidentErrorType =
  | 'IO_MAPPING_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'CONDITION_ERROR'
  | 'JOB_NO_RETRIES'
  | 'EXECUTION_LISTENER_NO_RETRIES'
  | 'MESSAGE_SIZE_EXCEEDED'
  | 'UNHANDLED_ERROR_EVENT'
  | 'CALLED_ELEMENT_ERROR'
  | 'CALLED_DECISION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'FORM_NOT_FOUND'
  | 'EXECUTION_LIMIT';

/** The model can't go on with these variables. The element stops with an incident and can be tried again. */
export class ProcessFailure extends Error {
  readonly errorType: IncidentErrorType;

  constructor(errorType: IncidentErrorType, message: string) {
    super(message);
    this.name = 'ProcessFailure';
    this.errorType = errorType;
  }
}

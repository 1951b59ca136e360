import { BadRequest } from './bad-request.ts';
import { defaultTenantId } from './protocol.ts';

interface Request {
  readonly tenantId?: string;
  readonly tenantIds?: readonly string[];
  readonly request?: Request | null;
}

const isDefault = (tenantId: string) => tenantId === '' || tenantId === defaultTenantId;

/** There is one tenant. BadRequest: the request, or the one inside it, names another. */
export function refuseOtherTenants(call: string, { tenantId = '', tenantIds = [], request }: Request): void {
  const disabled = 'but multi-tenancy is disabled';
  if (!isDefault(tenantId)) throw new BadRequest(`Expected to handle gRPC request ${call} with tenant identifier '${tenantId}', ${disabled}`);
  if (!tenantIds.every(isDefault)) throw new BadRequest(`Expected to handle gRPC request ${call} with tenant identifiers '${tenantIds.join()}', ${disabled}`);
  if (request) refuseOtherTenants(call, request);
}

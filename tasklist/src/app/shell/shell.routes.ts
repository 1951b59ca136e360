import type { Routes } from '@angular/router';
import { unsavedModel } from '../processes/unsaved-model.guard.ts';
import { Shell } from './shell.ts';

/** Every page inside the frame; each is a chunk of its own. */
export const shellRoutes: Routes = [
  {
    path: '',
    component: Shell,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'tasks' },
      {
        path: 'tasks',
        title: 'place.tasks',
        loadComponent: async () => (await import('../tasks/tasks.page.ts')).TasksPage,
        children: [{ path: ':taskId', loadComponent: async () => (await import('../tasks/task.page.ts')).TaskPage }],
      },
      { path: 'applications', title: 'place.applications', loadComponent: async () => (await import('../applications/applications.page.ts')).ApplicationsPage },
      { path: 'applications/new', title: 'newApplication.title', loadComponent: async () => (await import('../applications/new-application.page.ts')).NewApplicationPage },
      { path: 'applications/allocations', title: 'allocations.title', loadComponent: async () => (await import('../applications/allocations.page.ts')).AllocationsPage },
      { path: 'applications/allocations/:fileId', title: 'allocations.title', loadComponent: async () => (await import('../applications/allocation.page.ts')).AllocationPage },
      { path: 'applications/:applicationId', title: 'application.title', loadComponent: async () => (await import('../applications/application.page.ts')).ApplicationPage },
      { path: 'applications/:applicationId/draft', title: 'newApplication.title', loadComponent: async () => (await import('../applications/draft.page.ts')).DraftPage },
      { path: 'funds', title: 'place.funds', loadComponent: async () => (await import('../funds/funds.page.ts')).FundsPage },
      { path: 'funds/projects/:projectId', title: 'flow.title', loadComponent: async () => (await import('../funds/project-funds.page.ts')).ProjectFundsPage },
      { path: 'funds/lots/:lotId', title: 'lot.title', loadComponent: async () => (await import('../funds/lot.page.ts')).LotPage },
      { path: 'funds/reserve', title: 'reserve.title', loadComponent: async () => (await import('../funds/reserve.page.ts')).ReservePage },
      { path: 'funds/bank', title: 'bankDesk.title', loadComponent: async () => (await import('../bank/bank-desk.page.ts')).BankDeskPage },
      { path: 'funds/payments/:paymentId/order', title: 'paymentOrder.title', loadComponent: async () => (await import('../bank/payment-order.page.ts')).PaymentOrderPage },
      { path: 'funds/periods', title: 'period.title', loadComponent: async () => (await import('../funds/periods.page.ts')).PeriodsPage },
      { path: 'funds/periods/:periodId', title: 'period.title', loadComponent: async () => (await import('../funds/period.page.ts')).PeriodPage },
      { path: 'funds/freezes', title: 'freeze.title', loadComponent: async () => (await import('../freezes/freezes.page.ts')).FreezesPage },
      { path: 'admin', title: 'admin.title', loadComponent: async () => (await import('../admin/people.page.ts')).PeoplePage },
      { path: 'processes', title: 'place.processes', loadComponent: async () => (await import('../processes/processes.page.ts')).ProcessesPage },
      { path: 'processes/:processId', title: 'place.processes', loadComponent: async () => (await import('../processes/process.page.ts')).ProcessPage },
      { path: 'processes/:processId/edit', title: 'modelEditor.title', canDeactivate: [unsavedModel], loadComponent: async () => (await import('../processes/model-editor.page.ts')).ModelEditorPage },
      { path: 'policies/:policyId', title: 'policy.title', loadComponent: async () => (await import('../processes/policy.page.ts')).PolicyPage },
      { path: 'process-instances/:processInstanceKey', title: 'instance.title', loadComponent: async () => (await import('../processes/process-instance.page.ts')).ProcessInstancePage },
      { path: 'proposals/:proposalId', title: 'proposal.title', loadComponent: async () => (await import('../processes/proposal.page.ts')).ProposalPage },
      { path: 'evidence', title: 'place.evidence', loadComponent: async () => (await import('../evidence/evidence.page.ts')).EvidencePage },
      { path: '**', title: 'notFound.title', loadComponent: async () => (await import('./not-found.page.ts')).NotFoundPage },
    ],
  },
];

import { HttpClient, HttpEventType, type HttpEvent } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import type { Document } from '../../api/models/document';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';

export type DocumentKind = NonNullable<Document['kind']>;

export interface Upload {
  id: number;
  kind: DocumentKind;
  name: string;
  sizeBytes: number;
  /** 0 to 100 while it is on its way. */
  percent: number;
  document?: Document;
  problem?: Problem;
}

let nextId = 1;

/** The files beside one form: those kept already and those on their way. Provide it with the form's component. */
@Injectable()
export class DocumentUploads {
  readonly #http = inject(HttpClient);
  readonly #rootUrl = inject(Api).rootUrl;
  readonly #uploads = signal<Upload[]>([]);

  readonly uploads = this.#uploads.asReadonly();
  readonly isBusy = computed(() => this.#uploads().some((it) => !it.document && !it.problem));
  /** What goes with the form. */
  readonly attached = computed(() =>
    this.#uploads().flatMap((it) => (it.document ? [{ documentId: it.document.documentId, kind: it.kind }] : [])),
  );

  /** Begins with the files of an earlier draft or revision. */
  begin(documents: Document[]): void {
    this.#uploads.set(
      documents.map((document) => ({
        id: nextId++,
        kind: document.kind ?? 'supplement',
        name: document.name,
        sizeBytes: document.sizeBytes,
        percent: 100,
        document,
      })),
    );
  }

  add(kind: DocumentKind, file: File): void {
    const id = nextId++;
    this.#uploads.update((all) => [...all, { id, kind, name: file.name, sizeBytes: file.size, percent: 0 }]);
    const body = new FormData();
    body.set('kind', kind);
    body.set('file', file);
    this.#http
      .post<Document>(`${this.#rootUrl}/documents`, body, {
        headers: { 'Idempotency-Key': new Intent().keyFor(id) },
        reportUploadProgress: true,
        observe: 'events',
      })
      .subscribe({
        next: (event) => this.#progress(id, event),
        error: (error: unknown) => this.#change(id, { problem: problemOf(error) }),
      });
  }

  remove(id: number): void {
    this.#uploads.update((all) => all.filter((it) => it.id !== id));
  }

  #progress(id: number, event: HttpEvent<Document>): void {
    if (event.type === HttpEventType.UploadProgress) {
      this.#change(id, { percent: event.total ? Math.round((event.loaded / event.total) * 100) : 0 });
    } else if (event.type === HttpEventType.Response && event.body) {
      this.#change(id, { percent: 100, document: event.body });
    }
  }

  #change(id: number, change: Partial<Upload>): void {
    this.#uploads.update((all) => all.map((it) => (it.id === id ? { ...it, ...change } : it)));
  }
}

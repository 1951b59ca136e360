import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lintModel } from './lint/index.ts';
import { child, children, extension, flowElements, idOf, is, text } from './moddle/element.ts';
import type { ModdleElement } from './moddle/element.ts';
import { parseModel } from './moddle/moddle.ts';

const processes = fileURLToPath(new URL('../processes/', import.meta.url));
const files = globSync('*/*.bpmn', { cwd: processes }).map((file) => join(processes, file));

interface Form {
  readonly id: string;
  readonly components: readonly FormComponent[];
}
interface FormComponent {
  readonly id: string;
  readonly type: string;
  readonly key?: string;
  readonly components?: readonly FormComponent[];
  readonly decimalDigits?: number;
  readonly serializeToString?: boolean;
}

function formsIn(folder: string): readonly Form[] {
  return globSync('forms/*.form', { cwd: folder }).map((file) => {
    const form: Form = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    assert.equal(`${form.id}.form`, basename(file));
    return form;
  });
}

function componentsOf(components: readonly FormComponent[]): readonly FormComponent[] {
  return components.flatMap((component) => [component, ...componentsOf(component.components ?? [])]);
}

function extended(elements: readonly ModdleElement[], type: string, property: string): readonly (string | undefined)[] {
  return elements.flatMap((element) => {
    const found = extension(element, type);
    return found ? [text(found, property)] : [];
  });
}

test('the flows are there, and what they share', () => {
  const names = ['correction', 'department-approval', 'district-approval', 'funding', 'payout', 'receipt', 'redemption', 'street-approval', 'supplementary-material'];
  assert.deepEqual(files.map((file) => basename(file, '.bpmn')).sort(), names);
});

for (const file of files) {
  describe(basename(file), async () => {
    const xml = readFileSync(file, 'utf8');
    const { rootElement, warnings } = await parseModel(xml);
    const process = children(rootElement, 'rootElements').find((root) => is(root, 'bpmn:Process'));
    assert.ok(process);
    const elements = flowElements(process);

    test('it is read without a warning, for Camunda 8.8, under the name of its folder', () => {
      assert.deepEqual(warnings, []);
      assert.equal(rootElement.get('modeler:executionPlatform'), 'Camunda Cloud');
      assert.equal(rootElement.get('modeler:executionPlatformVersion'), '8.8.0');
      assert.equal(idOf(process), basename(file, '.bpmn'));
      assert.equal(basename(dirname(file)), basename(file, '.bpmn'));
    });

    test('lint finds nothing', async () => {
      assert.deepEqual(await lintModel(xml), []);
    });

    test('every element is drawn, none twice, and no two tasks touch', () => {
      const plane = children(rootElement, 'diagrams').flatMap((diagram) => child(diagram, 'plane') ?? [])[0];
      assert.ok(plane);
      const shapes = children(plane, 'planeElement');
      const drawn = shapes.map((shape) => idOf(child(shape, 'bpmnElement') ?? shape));
      assert.deepEqual(drawn.toSorted(), elements.map(idOf).toSorted());
      const boxes = shapes.flatMap((shape) => {
        const bounds = child(shape, 'bounds');
        const shown = child(shape, 'bpmnElement');
        return bounds && shown && !is(shown, 'bpmn:BoundaryEvent') ? [['x', 'y', 'width', 'height'].map((key) => Number(bounds.get(key)))] : [];
      });
      for (const [x = 0, y = 0, width = 0, height = 0] of boxes) {
        const touching = boxes.filter(([left = 0, top = 0, w = 0, h = 0]) => left < x + width + 10 && x < left + w + 10 && top < y + height + 10 && y < top + h + 10);
        assert.equal(touching.length, 1);
      }
    });

    test('names are Chinese', () => {
      const named = elements.filter((element) => is(element, 'bpmn:Activity', 'bpmn:StartEvent', 'bpmn:EndEvent'));
      assert.deepEqual(named.filter((element) => !/\p{Script=Han}/u.test(text(element, 'name') ?? '')).map(idOf), []);
    });

    test('forms and decisions it calls lie beside it, and no form is left over', () => {
      const forms = formsIn(dirname(file)).map((form) => form.id);
      const called = new Set(extended(elements, 'zeebe:FormDefinition', 'formId'));
      // The form that an application began with is named by a variable: it is that of who applies.
      const applied = called.delete('=applicationForm') ? forms.filter((id) => id.endsWith('-application')) : [];
      assert.deepEqual([...called, ...applied].toSorted(), forms.toSorted());
      for (const processId of extended(elements, 'zeebe:CalledElement', 'processId')) assert.ok(files.some((drawn) => basename(drawn, '.bpmn') === processId), processId);
      for (const decision of extended(elements, 'zeebe:CalledDecision', 'decisionId')) {
        assert.match(readFileSync(join(processes, 'policies', `${decision}.dmn`), 'utf8'), new RegExp(`<decision id="${decision}"`));
      }
    });

    test('every user task has a due date and a priority', () => {
      const tasks = elements.filter((element) => is(element, 'bpmn:UserTask'));
      assert.ok(tasks.length > 0);
      assert.equal(extended(tasks, 'zeebe:TaskSchedule', 'dueDate').filter((due) => due === '=deadline.dueAt' || due?.startsWith('=now() + duration(')).length, tasks.length);
      assert.equal(extended(tasks, 'zeebe:PriorityDefinition', 'priority').length, tasks.length);
    });
  });

  test(`the forms of ${basename(file)} give amounts as text of two decimals, under keys that say yuan`, () => {
    for (const form of formsIn(dirname(file))) {
      const components = componentsOf(form.components);
      assert.equal(new Set(components.map(({ id }) => id)).size, components.length);
      const numbers = components.filter(({ type }) => type === 'number');
      assert.deepEqual(numbers.filter(({ key, decimalDigits, serializeToString }) => !/[yY]uan$/.test(key ?? '') || decimalDigits !== 2 || serializeToString !== true), []);
    }
  });
}

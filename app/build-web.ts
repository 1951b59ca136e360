/** `npm run build`: builds the web app when it is missing or older than its sources, as the start does. */
import { Steps } from './steps.ts';
import { buildWeb, isWebBuilt } from './web-build.ts';

if (!isWebBuilt()) {
  await new Steps().run({ zh: '构建网页', en: 'Web app build' }, (progress) => buildWeb(progress, new AbortController().signal));
}

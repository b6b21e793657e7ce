import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders of what takes minutes, which would else keep one core waiting at the end of a run. */
const LONG = ['/test/load/', '/test/e2e/', '/test/faults/'];

const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((folder) => moduleId.includes(folder));

/** Begins with the files that take long, and has the many short ones fill the rest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

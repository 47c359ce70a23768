import { expect, test } from "vitest";
import { marked } from "@/shared/ui/markdownMarks";

test("a button adds a mark to what is selected, and used again removes it", () => {
  const bold = marked("bold", "Slow hour", 0, 4);
  expect(bold.text).toBe("**Slow** hour");
  expect(marked("bold", bold.text, bold.start, bold.end).text).toBe("Slow hour");
  const list = marked("list", "one\ntwo\n\nthree", 1, 5);
  expect(list.text).toBe("- one\n- two\n\nthree");
  expect(marked("numbers", list.text, list.start, list.end).text).toBe("1. one\n2. two\n\nthree");
  expect(marked("list", list.text, list.start, list.end).text).toBe("one\ntwo\n\nthree");
  const link = marked("link", "See the map", 8, 11);
  expect(link.text).toBe("See the [map](https://)");
  expect(link.text.slice(link.start, link.end)).toBe("https://");
});

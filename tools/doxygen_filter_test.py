"""Tests of doxygen_filter.py."""

import unittest

from doxygen_filter import convert_c, convert_cpp


class CppTest(unittest.TestCase):
    def test_the_first_comment_is_the_files_and_the_next_a_declarations(self):
        self.assertEqual(convert_cpp("// A file.\n#ifndef A\n\n// A thing.\nint a;\n"),
                         "/// @file\n/// A file.\n#ifndef A\n\n/// A thing.\nint a;\n")

    def test_a_comment_behind_goes_with_what_is_before_it(self):
        self.assertEqual(convert_cpp("int a = 1;  // One.\n                         // Two.\n// Next.\nint b;\n"),
                         "int a = 1; ///< One.\n    ///< Two.\n/// @file\n/// Next.\nint b;\n")

    def test_indented_lines_are_code_and_nothing_in_them_is_changed(self):
        self.assertEqual(convert_cpp("// Look <here>:\n//\n//   a<b>();\n//\n//   c();\n// Done.\nint a;\n"),
                         "/// @file\n/// Look \\<here\\>:\n///\n/// @code{.unparsed}\n///   a<b>();\n///\n"
                         "///   c();\n/// @endcode\n/// Done.\nint a;\n")

    def test_comments_in_functions_document_nothing(self):
        body = ("int F(struct S s) {\n  // Inside.\n  if (s) {\n    return 1;  // So.\n  }\n  return 2;\n}\n"
                "struct T {\n  // A member.\n  int a = F({});\n};\n")
        self.assertEqual(convert_cpp("// A file.\n#define A\nnamespace n {\n" + body + "}\n"),
                         "/// @file\n/// A file.\n#define A\nnamespace n {\n" + body.replace("// A", "/// A") + "}\n")

    def test_a_comment_before_a_blank_line_documents_nothing(self):
        self.assertEqual(convert_cpp("// A file.\n#define A\n// Of all that follow.\n\nint a;\n"),
                         "/// @file\n/// A file.\n#define A\n// Of all that follow.\n\nint a;\n")

    def test_errors_are_a_paragraph_and_sources_are_left_out(self):
        self.assertEqual(convert_cpp("// F.\n#define A\n// Reads. Errors: kNotFound\n// always. SOURCE: RFC 1\n// section 2.\n"
                                     "int a;\n"),
                         "/// @file\n/// F.\n#define A\n/// Reads.\n///\n/// @par Errors\n/// kNotFound\n/// always.\n"
                         "int a;\n")


class CTest(unittest.TestCase):
    def test_comments_before_and_behind(self):
        self.assertEqual(convert_c("/* A file. */\n/* A thing:\n *   f();\n * Results: Ok. */\nint a; /* One. */\n"),
                         "/** @file\n * A file. */\n/** A thing:\n * @code{.unparsed}\n *   f();\n * @endcode\n * \n"
                         " * @par Results\n * Ok. */\nint a; /**< One. */\n")


if __name__ == "__main__":
    unittest.main()

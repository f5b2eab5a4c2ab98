package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.slices.Expression.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads conditions: comparisons joined by and, or, not and parentheses. Not thread-safe; one a text. */
final class ConditionParser {

    /*
     * any        = all { "or" all }
     * all        = one { "and" one }
     * one        = "not" one | "(" any ")" | name test
     * test       = sign value | "in" "(" value { "," value } ")" | "is" ( "missing" | "present" )
     * sign       = "=" | "!=" | "<" | "<=" | ">" | ">="
     * name/value = word | number | 'text' | "text"
     */

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(<=|>=|!=|=|<|>|\\(|\\)|,)|'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"|([^\\s'\"<>=!(),]+))");
    private static final Pattern WORD = Pattern.compile("[^\\s'\"<>=!(),]+");
    private static final int DEEPEST = 50;

    private record Token(Kind kind, String text, int at) {
        enum Kind {
            SYMBOL,
            QUOTED,
            WORD,
            END
        }

        boolean symbol(String expected) {
            return kind == Kind.SYMBOL && text.equals(expected);
        }

        boolean keyword(String expected) {
            return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(expected);
        }
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private ConditionParser(String source) {
        this.source = source;
        Matcher matcher = TOKEN.matcher(source);
        int at = 0;
        while (at < source.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw problem("a quote that ends, or no stray sign", at);
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new Token(Token.Kind.END, "", source.length()));
    }

    private static Token token(Matcher matcher) {
        if (matcher.group(1) != null) {
            return new Token(Token.Kind.SYMBOL, matcher.group(1), matcher.start(1));
        }
        if (matcher.group(2) != null) {
            return new Token(Token.Kind.QUOTED, matcher.group(2).replace("''", "'"), matcher.start(2) - 1);
        }
        if (matcher.group(3) != null) {
            return new Token(Token.Kind.QUOTED, matcher.group(3).replace("\"\"", "\""), matcher.start(3) - 1);
        }
        return new Token(Token.Kind.WORD, matcher.group(4), matcher.start(4));
    }

    static Expression parse(String text) {
        ConditionParser parser = new ConditionParser(text);
        Expression expression = parser.any();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.problem("and, or, or the end", parser.peek().at());
        }
        return expression;
    }

    /* A word as it is, anything else in quotes; numbers are words. */
    static String quoted(String text) {
        boolean keyword = List.of("and", "or", "not", "in", "is").contains(text.toLowerCase(Locale.ROOT));
        return WORD.matcher(text).matches() && !keyword ? text : "'" + text.replace("'", "''") + "'";
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean took(boolean wanted) {
        next += wanted ? 1 : 0;
        return wanted;
    }

    private IllegalArgumentException problem(String expected, int at) {
        String found =
                at >= source.length() ? "the end" : "'" + source.substring(at).strip() + "'";
        return new IllegalArgumentException("Invalid condition: '" + source + "', expected " + expected
                + " at position " + (at + 1) + ", found " + found);
    }

    private Expression any() {
        if (++depth > DEEPEST) {
            throw problem("at most " + DEEPEST + " levels of parentheses", peek().at());
        }
        List<Expression> parts = new ArrayList<>(List.of(all()));
        while (took(peek().keyword("or"))) {
            parts.add(all());
        }
        depth--;
        return parts.size() == 1 ? parts.get(0) : new Expression.Any(List.copyOf(parts));
    }

    private Expression all() {
        List<Expression> parts = new ArrayList<>(List.of(one()));
        while (took(peek().keyword("and"))) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.All(List.copyOf(parts));
    }

    private Expression one() {
        if (took(peek().keyword("not"))) {
            if (++depth > DEEPEST) {
                throw problem("at most " + DEEPEST + " levels", peek().at());
            }
            Expression negated = new Expression.Not(one());
            depth--;
            return negated;
        }
        if (took(peek().symbol("("))) {
            Expression inner = any();
            if (!took(peek().symbol(")"))) {
                throw problem(")", peek().at());
            }
            return inner;
        }
        return test(value("a column such as precip"));
    }

    private Expression test(String column) {
        if (took(peek().keyword("is"))) {
            if (took(peek().keyword("missing"))) {
                return new Expression.Missing(column);
            }
            if (took(peek().keyword("present"))) {
                return new Expression.Not(new Expression.Missing(column));
            }
            throw problem("missing or present", peek().at());
        }
        if (took(peek().keyword("in"))) {
            return oneOf(column);
        }
        for (Sign sign : Sign.values()) {
            if (took(peek().symbol(sign.text()))) {
                return new Expression.Comparison(column, sign, value("a value such as 0.1 or 'UA'"));
            }
        }
        throw problem("=, !=, <, <=, >, >=, in or is missing", peek().at());
    }

    private Expression oneOf(String column) {
        if (!took(peek().symbol("("))) {
            throw problem("( and a list of values", peek().at());
        }
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(new Expression.Comparison(column, Sign.EQUAL, value("a value such as 'UA'")));
        } while (took(peek().symbol(",")));
        if (!took(peek().symbol(")"))) {
            throw problem(", or )", peek().at());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.Any(List.copyOf(parts));
    }

    private String value(String expected) {
        Token token = peek();
        boolean keyword = List.of("and", "or", "not", "in", "is").stream().anyMatch(token::keyword);
        if (token.kind() != Token.Kind.QUOTED && (token.kind() != Token.Kind.WORD || keyword)) {
            throw problem(expected, token.at());
        }
        return take().text();
    }
}
